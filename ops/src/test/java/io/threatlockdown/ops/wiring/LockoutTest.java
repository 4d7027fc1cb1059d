package io.threatlockdown.ops.wiring;

import static io.threatlockdown.ops.wiring.ObservingTld.invalidUser;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.GuardSet;
import io.threatlockdown.core.response.GuardSet.Entry;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.Suppression;
import io.threatlockdown.ops.config.Flags;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tries to have the administrator (203.0.113.10, 2001:db8:1::10), the gateway (198.51.100.1) or the
 * management network (192.0.2.0/28) blocked. After each try an honest attacker is blocked, so that
 * the try is known to have been dealt with.
 */
class LockoutTest {
  private static final GuardSet GUARDED =
      new GuardSet(
          Stream.of(
                  "203.0.113.10",
                  "2001:db8:1::10",
                  "198.51.100.1",
                  "192.0.2.0/28",
                  "fe80::1",
                  "127.0.0.0/8",
                  "::1",
                  "0.0.0.0",
                  "::",
                  "224.0.0.0/4",
                  "255.255.255.255",
                  "ff00::/8")
              .map(text -> new Entry(AddressPrefix.parse(text).orElseThrow(), "guarded"))
              .toList());
  private static final String CONF =
      """
      threatlockdown.guard = [
        203.0.113.10, "2001:db8:1::10", 198.51.100.1, 192.0.2.0/28, "fe80::1" ]
      """;
  private static final AtomicInteger HONEST = new AtomicInteger();
  private static final Queue<Suppression> SUPPRESSED = new ConcurrentLinkedQueue<>();

  @TempDir private static Path directory;
  private static ObservingTld tld;

  @BeforeAll
  static void start() throws Exception {
    Path conf = directory.resolve("threatlockdown.conf");
    Files.writeString(conf, CONF);
    Flags flags = ObservingTld.flags(directory, "firewall-drop", ObservingTld.ANY_PORT);
    tld = ObservingTld.start(directory, new Listening(), ObservingTld.withConf(flags, conf));
  }

  @AfterAll
  static void stop() {
    tld.close();
  }

  /** What sshd would write if they were the attackers, in every spelling of their addresses. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.10",
        "198.51.100.1",
        "192.0.2.0",
        "192.0.2.7",
        "192.0.2.15",
        "127.0.0.1",
        "127.200.3.4",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.251",
        "2001:db8:1::10",
        "2001:DB8:1::10",
        "2001:0db8:0001:0000:0000:0000:0000:0010",
        "2001:db8:1:0:0:0:0:10",
        "2001:db8:1:0:0:0:0.0.0.16",
        "::ffff:203.0.113.10",
        "::FFFF:198.51.100.1",
        "::ffff:cb00:710a",
        "0:0:0:0:0:ffff:c633:6401",
        "::ffff:127.0.0.1",
        "::1",
        "fe80::1",
        "ff02::1"
      })
  void line_ofAGuardedAddress_isSuppressed(String spelling) throws Exception {
    tld.write(invalidUser(spelling));

    assertNobodyIsHit();
    awaitSuppression(AddressPrefix.parse(spelling).orElseThrow());
  }

  /** What some programs take for these addresses, and we do not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "::",
        "3405803786",
        "0xcb00710a",
        "0xCB.0x00.0x71.0x0A",
        "0313.0.0161.012",
        "203.0.113.010",
        "203.0.28938",
        "127.1",
        "0x7f.0.0.1",
        "017700000001",
        "203.0.113.10.",
        "203.0.113.256",
        "203.0.113.10%eth0",
        "fe80::1%eth0",
        "fe80::1%25eth0",
        "2001:db8:1::10%1",
        "[2001:db8:1::10]",
        "2001:db8:1::10/64",
        "203.0.113.10/32",
        "203.0.113.0/24",
        "0.0.0.0/0",
        "::/0",
        "192.0.2.0/255.255.255.0",
        "2001:db8:1:::10",
        "::ffff:0:203.0.113.10",
        "\uff12\uff10\uff13.0.113.10",
        "gateway",
        "localhost",
        "203.0.113.10,198.18.0.1"
      })
  void line_ofNoAddress_blocksNobodyGuarded(String spelling) throws Exception {
    tld.write(invalidUser(spelling));

    assertNobodyIsHit();
  }

  /** Names and texts that a client chooses; the client is at 198.18.9.9. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sshd[1]: Invalid user x from 203.0.113.10 port 22 from 198.18.9.9 port 4711",
        "sshd[1]: Invalid user x from 203.0.113.10 from 198.18.9.9 port 4711",
        "sshd[1]: Invalid user 203.0.113.10 from 198.18.9.9 port 4711",
        "sshd[1]: Invalid user from 198.51.100.1 from 198.18.9.9 port 4711",
        "sshd[1]: Invalid user ::ffff:203.0.113.10 port 22 from 198.18.9.9 port 4711",
        "sshd[1]: Invalid user srcip=203.0.113.10 from 198.18.9.9 port 4711",
        "sshd[1]: Invalid user x rhost=198.51.100.1 from 198.18.9.9 port 4711",
        "sshd[1]: Invalid user \\nInvalid user x from 203.0.113.10 port 1 from 198.18.9.9 port 2",
        "sshd[1]: Invalid user sshd[1]: Invalid user x from 203.0.113.10 from 198.18.9.9 port 2",
        "sshd[1]: Failed password for invalid user x from 203.0.113.10 port 1 ssh2 from 198.18.9.9"
            + " port 2 ssh2",
        "sshd[1]: Bad protocol version identification 'from 203.0.113.10 port 22' from 198.18.9.9"
            + " port 4711",
        "sshd[1]: Disconnected from invalid user x 203.0.113.10 port 22 198.18.9.9 port 4711"
            + " [preauth]",
        "sshd[1]: error: maximum authentication attempts exceeded for invalid user x from"
            + " 203.0.113.10 port 22 from 198.18.9.9 port 4711 ssh2 [preauth]"
      })
  void line_withAnInjectedAddress_blocksNobodyGuarded(String message) throws Exception {
    tld.write("Nov 24 12:00:00 web " + message + "\n");

    assertNobodyIsHit();
  }

  /** Syslog lines of made-up hosts and programs, as anybody can send them by UDP. */
  @ParameterizedTest
  @FieldSource("SPOOFED")
  void line_spoofed_isSuppressedOrNotOfSshd(String line) throws Exception {
    tld.write(line + "\n");

    assertNobodyIsHit();
  }

  static final List<String> SPOOFED =
      List.of(
          "Nov 24 12:00:00 gateway sshd[1]: Invalid user ghost from 198.51.100.1 port 1",
          "<38>Nov 24 12:00:00 web sshd[1]: Invalid user ghost from 203.0.113.10 port 1",
          "<38>1 2026-11-24T12:00:00Z web sshd 1 - - Invalid user ghost from 203.0.113.10 port 1",
          "2026-11-24T12:00:00.000000+00:00 web sshd-session[1]: Invalid user ghost from"
              + " 203.0.113.10 port 1",
          "Nov 24 12:00:00 web sshd-auth[1]: Invalid user ghost from 203.0.113.10 port 1",
          "Nov 24 12:00:00 web logger: sshd[1]: Invalid user ghost from 203.0.113.10 port 1",
          "Nov 24 12:00:00 web sudo: mallory : sshd[1]: Invalid user ghost from 203.0.113.10",
          "sshd[1]: Invalid user ghost from 203.0.113.10 port 1");

  /**
   * Events over HTTP that name the administrator: with the token they count, and are suppressed.
   */
  @ParameterizedTest
  @CsvSource({"203.0.113.10", "198.51.100.1", "2001:db8:1::10", "::ffff:192.0.2.3"})
  void event_withToken_isSuppressed(String address) throws Exception {
    String log = JsonNodeFactory.instance.textNode(invalidUser(address).strip()).toString();
    String event = "{\"log\":" + log + ",\"location\":\"/var/log/auth.log\"}";

    assertThat(tld.post("application/json", event.getBytes(StandardCharsets.UTF_8)).body())
        .contains("\"accepted\":1", "\"blocks\":0");
    assertNobodyIsHit();
  }

  /** Requests of somebody who has no token. */
  @ParameterizedTest
  @MethodSource("forged")
  void request_forged_isRefused(String path, Optional<String> authorization) throws Exception {
    var request = tld.stranger(path).header("Content-Type", "text/plain");
    authorization.ifPresent(value -> request.header("Authorization", value));

    int status =
        tld.send(request.POST(BodyPublishers.ofString(invalidUser("203.0.113.10")))).statusCode();

    assertThat(status).isEqualTo(401);
    assertNobodyIsHit();
  }

  static Stream<Arguments> forged() {
    String guess = "A".repeat(43);
    return Stream.of(
        Arguments.of("/v1/events", Optional.empty()),
        Arguments.of("/v1/events", Optional.of("Bearer")),
        Arguments.of("/v1/events", Optional.of("Bearer " + guess)),
        Arguments.of("/v1/events?token=" + guess, Optional.empty()),
        Arguments.of("/v1/events", Optional.of("Basic cm9vdDpyb290")),
        Arguments.of("/v1/blocks", Optional.empty()),
        Arguments.of("/v1/blocks", Optional.of("Bearer null")));
  }

  /** Another offender's block may be told before this one's suppression. */
  private static void awaitSuppression(AddressPrefix target) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (SUPPRESSED.stream()
        .noneMatch(
            one ->
                one.target().equals(Optional.of(target)) && one.because().startsWith("guard: "))) {
      assertThat(System.nanoTime()).as("%s in %s", target, SUPPRESSED).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  /** An attacker nobody guards is blocked, and until then no block touches what is guarded. */
  private static void assertNobodyIsHit() throws Exception {
    String honest = "198.18." + HONEST.incrementAndGet() / 250 + "." + HONEST.get() % 250;
    tld.write(invalidUser(honest));

    assertThat(tld.awaitBlock(honest))
        .allSatisfy(
            block ->
                assertThat(
                        GUARDED.forbids(
                            AddressPrefix.parse(block.get("source").asText()).orElseThrow()))
                    .as(block.toString())
                    .isEmpty());
  }

  /** Notes what is suppressed on its way to the journal. */
  private static final class Listening implements Wrapping {
    @Override
    public Behavior<Responder.Command> journal(Behavior<Responder.Command> real) {
      return Behaviors.intercept(
          () ->
              new BehaviorInterceptor<>(Responder.Command.class) {
                @Override
                public Behavior<Responder.Command> aroundReceive(
                    TypedActorContext<Responder.Command> context,
                    Responder.Command command,
                    ReceiveTarget<Responder.Command> journal) {
                  if (command instanceof Responder.Suppress suppress) {
                    SUPPRESSED.add(suppress.suppression());
                  }
                  return journal.apply(context, command);
                }
              },
          real);
    }
  }
}
