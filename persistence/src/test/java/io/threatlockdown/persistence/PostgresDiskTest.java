package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.Responder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Watches what a real PostgreSQL server asks of its disk, and fills that disk. As root. */
class PostgresDiskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int ORDERS = 40;
  private static final int SMALL_MB = 24;

  /** A call that returned 0, or the end of one that another process's call came between. */
  private static final Pattern SYNCED =
      Pattern.compile("fdatasync(\\(\\d+<\\S*/pg_wal/\\S*>\\)| resumed>\\)) += 0");

  @RegisterExtension private static final PostgresPerClass POSTGRES = new PostgresPerClass();

  @TempDir private Path dir;
  private Optional<JournalStore> store = Optional.empty();
  private Optional<ActorTestKit> running = Optional.empty();

  @BeforeEach
  void requireRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
  }

  @AfterEach
  void stop() {
    running.ifPresent(ActorTestKit::shutdownTestKit);
    store.ifPresent(JournalStore::close);
  }

  @Test
  void answers_allComeAfterASyncOfTheServersLog() throws Exception {
    Path log = Files.createFile(dir.resolve("strace"));
    String server = Files.readAllLines(POSTGRES.cluster().data().resolve("postmaster.pid")).get(0);
    Process strace =
        new ProcessBuilder(
                "strace",
                "-f",
                "-y",
                "-e",
                "trace=fdatasync",
                "-e",
                "signal=none",
                "-p",
                server,
                "-o",
                log.toString())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(strace.inputReader(StandardCharsets.US_ASCII).readLine()).contains("attached");
      TestJournal journal = start(POSTGRES.database());
      assertThat(journal.firewall.next()).isEqualTo("reload []");

      for (int i = 1; i <= ORDERS; i++) {
        final long before = syncs(log);
        BlockId id = journal.order(order("192.0.2." + i, NOON)).id().orElseThrow();
        assertThat(syncs(log)).as("order %d", i).isGreaterThan(before);
        journal.reaches(id, State.ENFORCED); // Its own write is over before the next is counted.
      }
    } finally {
      stop();
      running = Optional.empty();
      store = Optional.empty();
      strace.destroy();
      assertThat(strace.waitFor()).isNotNegative();
    }
  }

  @Test
  void diskFull_isSaidBlocksAllTheSameAndIsOverByItself() throws Exception {
    Path disk = Files.createTempDirectory("tld-small-disk");
    PostgresCluster.run(
        "mount", "-t", "tmpfs", "-o", "size=" + SMALL_MB + "m", "none", disk.toString());
    try {
      PostgresCluster.own(disk);
      POSTGRES.cluster().execute("CREATE TABLESPACE small LOCATION '" + disk + "'");
      POSTGRES.cluster().execute("CREATE DATABASE small TABLESPACE small");
      PostgresServer server = POSTGRES.cluster().server("small");
      TestJournal journal = start(server);
      assertThat(journal.firewall.next()).isEqualTo("reload []");
      journal.awaitUp();
      TestProbe<Responder.Ordered> caller = running.orElseThrow().createTestProbe();

      Path filler = fill(disk);
      int orders = 0;
      while (journal.health.parts().stream().noneMatch(part -> part.detail().contains("space"))) {
        journal.tell(new Responder.Order(order(address(orders++), NOON), caller.ref()));
        awaitDrop(journal, address(orders - 1));
      }

      journal.awaitTrouble("no space is left on the disk of PostgreSQL");
      journal.tell(new Responder.Order(order(MALLORY, NOON), caller.ref()));
      awaitDrop(journal, MALLORY);
      Files.delete(filler);
      for (int i = 0; i <= orders; i++) {
        assertThat(caller.receiveMessage(PATIENCE).failure()).isEmpty();
      }
      journal.awaitUp();
      stop();
      POSTGRES.cluster().awaitFree(server);
      try (StoppedJournal stopped = StoppedJournal.open(dir, Optional.of(server))) {
        assertThat(stopped.check().problems()).isEmpty();
        assertThat(stopped.check().inForce()).isEqualTo(orders + 1);
      }
      POSTGRES.cluster().awaitFree(server);
      POSTGRES.cluster().execute("DROP DATABASE small");
      POSTGRES.cluster().execute("DROP TABLESPACE small");
    } finally {
      PostgresCluster.run("umount", "-l", disk.toString());
      Files.delete(disk);
    }
  }

  private TestJournal start(PostgresServer server) throws Exception {
    JournalStore opened = JournalStore.open(dir, Optional.of(server));
    store = Optional.of(opened);
    ActorTestKit kit = ActorTestKit.create(opened.config().withFallback(ConfigFactory.load()));
    running = Optional.of(kit);
    return new TestJournal(kit, new TestClocks(NOON), OnJournalFailure.BLOCK);
  }

  private static void awaitDrop(TestJournal journal, String address) throws InterruptedException {
    String call = "";
    while (!call.contains(address)) {
      call = journal.firewall.next();
      assertThat(call).isNotEqualTo("nothing");
    }
  }

  private static long syncs(Path log) throws IOException {
    return SYNCED.matcher(Files.readString(log, StandardCharsets.ISO_8859_1)).results().count();
  }

  /** Takes all the space there is. */
  private static Path fill(Path disk) throws IOException {
    Path filler = disk.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[4_096]);
      }
    } catch (IOException full) {
      return filler;
    }
  }

  private static String address(int i) {
    return "198.51." + (100 + i / 250) + "." + i % 250;
  }
}
