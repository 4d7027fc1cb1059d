package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TRUDY;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.response.Block.State;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.Responder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the disk away from a journal that runs on real SQLite, and gives it back. */
class UnwritableJournalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String UNTIL = " until 2026-01-01T12:10:00Z]";
  private static final int PAGE = 4096;

  @TempDir private Path dir;
  private Optional<EmbeddedJournal> store = Optional.empty();
  private Optional<ActorTestKit> running = Optional.empty();
  private boolean mounted;

  @AfterEach
  void stop() throws Exception {
    stopJournal();
    if (mounted) {
      run("umount", dir.toString());
    }
  }

  @Test
  void order_diskFull_isDroppedAtOnceAndRecordedWhenThereIsSpace() throws Exception {
    mountSmallDisk();
    TestJournal journal = started(OnJournalFailure.BLOCK);
    Path filler = fillDisk();
    TestProbe<Responder.Ordered> caller = caller();

    journal.tell(new Responder.Order(order(MALLORY, NOON), caller.ref()));

    assertThat(journal.firewall.next()).isEqualTo("block [192.0.2.7" + UNTIL);
    journal.awaitTrouble("no space is left on the disk of journal.db");
    assertThat(journal.list(new BlockFilter(Optional.empty(), true, 10))).isEmpty();
    Files.delete(filler);
    Responder.Ordered answer = caller.receiveMessage(PATIENCE);
    assertThat(answer.failure()).isEmpty();
    journal.reaches(answer.id().orElseThrow(), State.ENFORCED);
    journal.awaitUp();
  }

  @Test
  void order_diskFullAndToRefuse_touchesNothing() throws Exception {
    mountSmallDisk();
    TestJournal journal = started(OnJournalFailure.REFUSE);
    Path filler = fillDisk();

    Responder.Ordered refused = journal.order(order(MALLORY, NOON));

    assertThat(refused.failure().orElseThrow()).contains("no space is left on the disk");
    journal.awaitTrouble("no space is left on the disk");
    assertThat(journal.firewall.isQuiet()).isTrue();
    Files.delete(filler);
    journal.awaitUp();
    assertThat(journal.order(order(MALLORY, NOON)).failure()).isEmpty();
  }

  @Test
  void restart_afterADropThatWasNeverRecorded_inventsNothing() throws Exception {
    mountSmallDisk();
    TestJournal journal = started(OnJournalFailure.BLOCK);
    BlockId recorded = journal.order(order(TRUDY, NOON)).id().orElseThrow();
    journal.reaches(recorded, State.ENFORCED);
    assertThat(journal.firewall.next()).startsWith("block [198.51.100.9");
    Path filler = fillDisk();
    TestProbe<Responder.Ordered> caller = caller();
    journal.tell(new Responder.Order(order(MALLORY, NOON), caller.ref()));
    assertThat(journal.firewall.next()).isEqualTo("block [192.0.2.7" + UNTIL);
    stopJournal();
    Files.delete(filler);

    TestJournal after = start(OnJournalFailure.BLOCK);

    assertThat(after.firewall.next()).isEqualTo("reload [198.51.100.9" + UNTIL);
  }

  @Test
  void order_fileLocked_isDroppedBeforeTheLockIsGivenUp() throws Exception {
    TestJournal journal = started(OnJournalFailure.BLOCK);
    TestProbe<Responder.Ordered> caller = caller();
    try (Connection other = DriverManager.getConnection(url());
        Statement statement = other.createStatement()) {
      assertThat(statement.execute("BEGIN EXCLUSIVE")).isFalse();

      journal.tell(new Responder.Order(order(MALLORY, NOON), caller.ref()));

      assertThat(journal.firewall.next()).isEqualTo("block [192.0.2.7" + UNTIL);
      journal.awaitTrouble("a write takes longer than 3 s");
      journal.awaitTrouble("locked by another program");
    }
    assertThat(caller.receiveMessage(PATIENCE).failure()).isEmpty();
    journal.awaitUp();
  }

  @Test
  void start_damagedFile_saysSoAndStillDrops() throws Exception {
    TestJournal before = started(OnJournalFailure.BLOCK);
    for (int i = 1; i < 100; i++) {
      assertThat(before.order(order("198.51.100." + i, NOON)).failure()).isEmpty();
    }
    stopJournal();
    damage();

    TestJournal journal = start(OnJournalFailure.BLOCK);

    journal.awaitTrouble("journal.db is damaged");
    TestProbe<Responder.Ordered> caller = caller();
    journal.tell(new Responder.Order(order(MALLORY, NOON), caller.ref()));
    assertThat(journal.firewall.next()).isEqualTo("block [192.0.2.7" + UNTIL);
    caller.expectNoMessage();
  }

  private void mountSmallDisk() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to mount a small disk");
    run("mount", "-t", "tmpfs", "-o", "size=1m", "none", dir.toString());
    mounted = true;
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }

  private Path fillDisk() throws IOException {
    Path filler = dir.resolve("filler");
    byte[] bytes = new byte[512];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(bytes);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    return filler;
  }

  /** Overwrites all pages but the first, which says what the file is. */
  private void damage() throws Exception {
    try (Connection file = DriverManager.getConnection(url());
        Statement statement = file.createStatement()) {
      assertThat(statement.execute("PRAGMA wal_checkpoint(TRUNCATE)")).isTrue();
    }
    try (RandomAccessFile file = new RandomAccessFile(dir.resolve("journal.db").toFile(), "rw")) {
      byte[] garbage = new byte[(int) file.length() - PAGE];
      Arrays.fill(garbage, (byte) 0x5a);
      file.seek(PAGE);
      file.write(garbage);
    }
  }

  private String url() {
    return "jdbc:sqlite:" + dir.resolve("journal.db");
  }

  private TestProbe<Responder.Ordered> caller() {
    return running.orElseThrow().createTestProbe();
  }

  private TestJournal started(OnJournalFailure onFailure) throws Exception {
    TestJournal journal = start(onFailure);
    assertThat(journal.firewall.next()).isEqualTo("reload []");
    journal.awaitUp();
    return journal;
  }

  private TestJournal start(OnJournalFailure onFailure) throws Exception {
    EmbeddedJournal opened = EmbeddedJournal.open(dir);
    store = Optional.of(opened);
    ActorTestKit kit = ActorTestKit.create(opened.config().withFallback(ConfigFactory.load()));
    running = Optional.of(kit);
    return new TestJournal(kit, new TestClocks(NOON), onFailure);
  }

  private void stopJournal() {
    running.ifPresent(ActorTestKit::shutdownTestKit);
    store.ifPresent(EmbeddedJournal::close);
    running = Optional.empty();
    store = Optional.empty();
  }
}
