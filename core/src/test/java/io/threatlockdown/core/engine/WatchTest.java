package io.threatlockdown.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.event.LineKind;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.offender.Offenders;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.MemoryBudget;
import io.threatlockdown.core.rule.RuleSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An intake and its watch by manual time, fed with what breaks detection without an error. */
class WatchTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final ReportingHost HERE = ReportingHost.local("victim");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** The calling thread runs the actors: whatever follows from a message has happened. */
  private static final Config CALLING_THREAD =
      ConfigFactory.parseString(
          "pekko.actor.default-dispatcher.type ="
              + " org.apache.pekko.testkit.CallingThreadDispatcherConfigurator");

  private final ActorTestKit kit =
      ActorTestKit.create(CALLING_THREAD.withFallback(ManualTime.config()));
  private final Health health = new Health();
  private final ConcurrentLinkedQueue<Alert> alerts = new ConcurrentLinkedQueue<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger canariesTried = new AtomicInteger();
  private final TestProbe<Ingest.Analysed> source = kit.createTestProbe(Ingest.Analysed.class);
  private final ActorRef<Watch.Command> watch =
      watch(Optional.of(new Watch.Canary("tld-canary", MINUTE.multipliedBy(5), this::tryCanary)));
  private final ActorRef<Ingest.Command> intake = intake();

  /** Whether the daemon's log reaches the intake. */
  private boolean canaryLogged = true;

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void linesThatAreUnderstood_raiseNothing() {
    passMinutes(10, "sshd[1]: Invalid user ghost from 192.0.2.7 port 4711");

    assertThat(alerts()).isEmpty();
    assertThat(part().status()).isEqualTo(Health.Status.UP);
  }

  /** The program is renamed, or the syslog daemon writes another format. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nov 24 12:00:00 victim opensshd[1]: Invalid user ghost from 192.0.2.7 port 4711",
        "<38>1 2026-11-24T12:00:00.000001+01:00 victim sshd 1 - - Invalid user x from 192.0.2.7",
        "1764000000 victim sshd: Failed password for root from 192.0.2.7 port 4711 ssh2"
      })
  void loginsThatNobodyUnderstands_withinAMinute_areTold(String line) {
    passMinutes(10, "sshd[1]: Invalid user ghost from 192.0.2.7 port 4711");

    for (int i = 0; i < 6; i++) {
      submit(LogLine.log(line, "auth.log", HERE, NOON));
      pass(Watch.TICK);
    }

    assertThat(alerts()).containsExactly(200_110);
    assertThat(part().status()).isEqualTo(Health.Status.DEGRADED);
    assertThat(part().detail())
        .isEqualTo("auth.log has lines about logins that no decoder or rule understands");
  }

  @Test
  void watchedFiles_areNoLogs_whateverTheyHold() {
    for (int i = 0; i < 6; i++) {
      submit(
          new LogLine("Invalid user x from 192.0.2.7", "syscheck", LineKind.SYSCHECK, HERE, NOON));
      pass(Watch.TICK);
    }

    assertThat(alerts()).isEmpty();
    assertThat(part().status()).isEqualTo(Health.Status.UP);
  }

  @Test
  void loginsThatNobodyUnderstands_fixed_areForgottenAndToldAgain() {
    for (int i = 0; i < 3; i++) {
      submit(line("opensshd[1]: Invalid user ghost from 192.0.2.7 port 4711"));
    }
    passMinutes(11, "cron[1]: tick");
    assertThat(part().status()).isEqualTo(Health.Status.UP);

    for (int i = 0; i < 3; i++) {
      submit(line("opensshd[1]: Invalid user ghost from 192.0.2.7 port 4711"));
    }
    passMinutes(1, "cron[1]: tick");

    assertThat(alerts()).containsExactly(200_110, 200_110);
    assertThat(alerts.stream().map(Alert::firedTimes)).containsExactly(1, 2);
  }

  @Test
  void fewLinesAmongMany_raiseNothing() {
    passMinutes(5, "sshd[1]: Invalid user ghost from 192.0.2.7 port 4711");
    for (int i = 0; i < 3; i++) {
      submit(line("web[1]: GET /Invalid user x from 192.0.2.7"));
    }
    passMinutes(1, "sshd[1]: Invalid user ghost from 192.0.2.7 port 4711");

    assertThat(alerts()).isEmpty();
  }

  /** A rotation that nobody follows: the daemon's lines go where no one reads. */
  @Test
  void sourceThatWasBusyAndStops_withinAMinute_isTold() {
    passMinutes(6, "cron[1]: tick");

    pass(MINUTE);

    assertThat(alerts()).containsExactly(200_111);
    assertThat(part().detail()).isEqualTo("auth.log was busy and went quiet");

    passMinutes(1, "cron[1]: tick");
    assertThat(part().status()).isEqualTo(Health.Status.UP);
  }

  @Test
  void sourceThatIsOftenQuiet_staysUp() {
    for (int i = 0; i < 40; i++) {
      submit(line("cron[1]: tick"));
      pass(Duration.ofSeconds(40));
    }
    pass(Duration.ofSeconds(40));

    assertThat(alerts()).isEmpty();
  }

  @Test
  void tick_byItself_comesEveryTenSeconds() {
    for (int i = 0; i < 3; i++) {
      submit(line("opensshd[1]: Invalid user ghost from 192.0.2.7 port 4711"));
    }

    ManualTime.get(kit.system()).timePasses(Watch.TICK);

    assertThat(alerts()).containsExactly(200_110);
  }

  @Test
  void canary_comesBack_raisesNothing() {
    passMinutes(12, "cron[1]: tick");

    assertThat(canariesTried).hasValue(3);
    assertThat(alerts()).isEmpty();
  }

  @Test
  void canary_doesNotComeBack_isToldWithinAMinute() {
    canaryLogged = false;
    pass(MINUTE);

    assertThat(canariesTried).hasValue(1);
    assertThat(alerts()).containsExactly(200_112);
    assertThat(part().detail()).isEqualTo("the login as tld-canary was tried and not noticed");

    canaryLogged = true;
    passMinutes(5, "cron[1]: tick");
    assertThat(part().status()).isEqualTo(Health.Status.UP);
  }

  /** Someone else may use the canary's name. */
  @Test
  void canary_fromElsewhere_isNotIt() {
    canaryLogged = false;
    passMinutes(1, "sshd[1]: Invalid user tld-canary from 192.0.2.7 port 4711");

    assertThat(alerts()).containsExactly(200_112);
  }

  @Test
  void sources_aboveTheLimit_areForgotten() {
    for (int i = 0; i < 2 * Watch.SOURCES_MAX; i++) {
      for (int n = 0; n < 3; n++) {
        submit(LogLine.log("x[1]: Invalid user y", "log-" + i, HERE, NOON));
      }
    }
    pass(Watch.TICK);

    assertThat(alerts()).hasSize(Watch.TOLD_MAX);
    assertThat(part().detail()).endsWith("; and " + (Watch.SOURCES_MAX - 10) + " more");
  }

  private void tryCanary() {
    canariesTried.incrementAndGet();
    if (canaryLogged) {
      intake.tell(
          new Ingest.Submit(
              List.of(line("sshd[1]: Invalid user tld-canary from 127.0.0.1 port 4711")),
              kit.system().ignoreRef()));
    }
  }

  private ActorRef<Watch.Command> watch(Optional<Watch.Canary> canary) {
    return kit.spawn(
        Watch.create(
            new Watch.Needs(
                HERE, CLOCK, numbers::incrementAndGet, alerts::addAll, health, canary)));
  }

  private ActorRef<Ingest.Command> intake() {
    return kit.spawn(
        Engine.create(
            new AnalysisContext(
                Decoders.read(List.of(EngineFixture.DECODERS), problem -> {}),
                RuleSet.read(List.of(EngineFixture.RULES), List.of(), problem -> {}),
                CLOCK,
                numbers::incrementAndGet,
                MemoryBudget.unlimited(),
                raised -> {},
                kit.spawn(everyoneHarmless()),
                watch)));
  }

  private static Behavior<Offenders.Command> everyoneHarmless() {
    return Behaviors.receive(Offenders.Command.class)
        .onMessage(
            Offenders.Report.class,
            report -> {
              report.replyTo().tell(Offenders.Reported.NOTHING);
              return Behaviors.same();
            })
        .build();
  }

  private static LogLine line(String message) {
    return EngineFixture.line(HERE, message);
  }

  private void submit(LogLine line) {
    intake.tell(new Ingest.Submit(List.of(line), source.ref()));
    var unused = source.expectMessageClass(Ingest.Analysed.class);
  }

  /** Lets time pass with a line every ten seconds. */
  private void passMinutes(int minutes, String message) {
    for (int i = 0; i < 6 * minutes; i++) {
      submit(line(message));
      pass(Watch.TICK);
    }
  }

  private void pass(Duration duration) {
    long ticks = duration.dividedBy(Watch.TICK);
    for (long i = 0; i < ticks; i++) {
      watch.tell(Watch.Tick.INSTANCE);
    }
  }

  private List<Integer> alerts() {
    return alerts.stream().map(alert -> alert.rule().id()).toList();
  }

  private Health.Part part() {
    return health.parts().stream()
        .filter(each -> each.name().equals(Watch.PART))
        .findFirst()
        .orElseThrow();
  }
}
