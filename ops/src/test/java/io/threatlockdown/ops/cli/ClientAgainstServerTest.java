package io.threatlockdown.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.Enforcement;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.http.HttpServer;
import io.threatlockdown.http.HttpSettings;
import io.threatlockdown.http.TokenFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets the client commands talk to the real API, over a journal with one block. */
class ClientAgainstServerTest {
  private static final Instant FAR_AWAY = Instant.parse("2100-01-01T00:00:00Z");
  private static final AddressPrefix NETWORK = AddressPrefix.parse("2001:db8::/64").orElseThrow();
  private static final Block BLOCK = block(Block.State.ENFORCED, Optional.empty());

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<Ingest.Command> ingest = kit.createTestProbe();
  private final TestProbe<Responder.Release> releases = kit.createTestProbe();
  private final ScriptedConsole console = new ScriptedConsole("");
  private final List<Path> accepted = new CopyOnWriteArrayList<>();
  @TempDir private Path data;
  private String url = "";

  @BeforeEach
  void start() throws Exception {
    HttpSettings settings =
        new HttpSettings(
            "127.0.0.1",
            0,
            TokenFile.open(data),
            ReportingHost.local("gate"),
            new Confirming(),
            accepted::add);
    HttpServer server =
        HttpServer.start(kit.system(), settings, ingest.ref(), kit.spawn(journal()), new Health())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    url = "http://127.0.0.1:" + server.address().getPort();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void status_running_isReady() {
    assertThat(run("status")).isZero();
    assertThat(console.out()).contains("service  ready");
  }

  @Test
  void confirm_once_isDoneAndThenNothingWaits() {
    assertThat(run("confirm")).isZero();
    assertThat(console.out()).isEqualTo("confirmed: enforcement\n");

    assertThat(run("confirm")).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(console.err()).contains("nothing waits to be confirmed");
  }

  @Test
  void filesAccept_file_reachesTheService() {
    assertThat(run("files", "accept", "/etc/x/../hosts", "--reason", "a new server")).isZero();

    assertThat(console.out()).isEqualTo("accepted: /etc/hosts\n");
    assertThat(accepted).containsExactly(Path.of("/etc/hosts"));
  }

  @Test
  void list_csv_hasTheBlock() {
    assertThat(run("blocks", "list", "-o", "csv")).isZero();
    assertThat(console.out())
        .startsWith("id,source,state,left,offence,ruleId,response,reason\r\nb0-z,2001:db8::/64,");
  }

  @Test
  void list_sourceThatIsNone_isUsage() {
    assertThat(run("blocks", "list", "--source", "nonsense")).isEqualTo(ExitCode.USAGE.code());
    assertThat(console.err()).contains("source is not an address or prefix");
  }

  @Test
  void explain_addressInsideABlockedPrefix_saysSo() {
    assertThat(run("explain", "2001:db8::bad")).isZero();
    assertThat(console.out())
        .startsWith("2001:db8::bad is blocked until ")
        .contains("left) as part of 2001:db8::/64.")
        .contains("rule 5712 (level 10): sshd: brute force")
        .contains("    Failed password for root\n")
        .contains("tld blocks release b0-z --url " + url);
  }

  @Test
  void release_byAddress_reachesTheJournalWithItsReason() {
    assertThat(run("blocks", "release", "2001:db8::bad", "--reason", "it's ours")).isZero();

    Responder.Release release = releases.receiveMessage();
    assertThat(release.id()).isEqualTo(BLOCK.id());
    assertThat(release.reason()).isEqualTo("it's ours");
    assertThat(console.out()).contains("released");
  }

  @Test
  void show_unknown_isNotFound() {
    assertThat(run("blocks", "show", "b0-1")).isEqualTo(ExitCode.NOT_FOUND.code());
  }

  private Behavior<Responder.Command> journal() {
    return Behaviors.receive(Responder.Command.class)
        .onMessage(
            Responder.ListBlocks.class,
            list -> {
              list.replyTo().tell(new Responder.Blocks(List.of(BLOCK)));
              return Behaviors.same();
            })
        .onMessage(
            Responder.FindBlock.class,
            find -> {
              boolean known = find.id().equals(BLOCK.id());
              find.replyTo()
                  .tell(new Responder.Found(known ? Optional.of(BLOCK) : Optional.empty()));
              return Behaviors.same();
            })
        .onMessage(
            Responder.Release.class,
            release -> {
              releases.ref().tell(release);
              Block ended = block(Block.State.RELEASED, Optional.of(release.reason()));
              release.replyTo().tell(new Responder.Released(Optional.of(ended)));
              return Behaviors.same();
            })
        .build();
  }

  private int run(String... args) {
    return console.run(
        Stream.concat(Arrays.stream(args), Stream.of("--url", url, "--data", data.toString()))
            .toArray(String[]::new));
  }

  private static Block block(Block.State state, Optional<String> endReason) {
    BlockOrder order =
        new BlockOrder(
            new BlockKey("000", "firewall-drop", List.of(NETWORK.toString())),
            NETWORK,
            "firewall-drop600",
            "local",
            5712,
            "sshd: brute force",
            "{\"rule\":{\"level\":10},\"agent\":{\"name\":\"gate\"},"
                + "\"full_log\":\"Failed password for root\",\"location\":\"/var/log/auth.log\"}",
            1,
            FAR_AWAY,
            FAR_AWAY,
            Optional.of(Duration.ofMinutes(10)));
    return new Block(
        new BlockId(0, 35),
        order,
        state,
        order.expiresAt(),
        0,
        Optional.empty(),
        Optional.empty(),
        endReason.map(reason -> FAR_AWAY),
        endReason.map(reason -> "token"),
        endReason);
  }

  /** Has one thing to confirm. */
  private static final class Confirming implements Enforcement {
    private final AtomicBoolean confirmed = new AtomicBoolean();

    @Override
    public Optional<String> observing() {
      return Optional.empty();
    }

    @Override
    public CompletionStage<Map<AddressPrefix, Dropped>> dropped(List<AddressPrefix> targets) {
      return CompletableFuture.completedFuture(Map.of());
    }

    @Override
    public Optional<String> confirm(String by) {
      return confirmed.getAndSet(true) ? Optional.empty() : Optional.of("enforcement");
    }
  }
}
