package io.threatlockdown.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.ops.wiring.Confirmation.Change;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays the clock, and starts again and again on one directory. */
class ConfirmationTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  @TempDir private Path data;
  private final Health health = new Health();
  private final List<String> done = new ArrayList<>();
  private final List<Duration> armed = new ArrayList<>();
  private final List<Runnable> alarms = new ArrayList<>();
  private Instant now = NOON;

  @Test
  void started_notConfirmed_fallsBackAndIsConfirmedLater() {
    Confirmation confirmation = start("a", FIVE_MINUTES);
    assertThat(armed).containsExactly(FIVE_MINUTES);
    assertThat(detail()).isEqualTo("run tld confirm until 2026-11-24T12:05:00Z: enforcement");
    assertThat(done).isEmpty();

    alarms.get(0).run();

    assertThat(done).containsExactly("off");
    assertThat(detail()).startsWith("nobody ran tld confirm in time");

    assertThat(confirmation.confirm("token")).contains("enforcement");

    assertThat(done).containsExactly("off", "on");
    assertThat(health.parts()).isEmpty();
    assertThat(confirmation.confirm("token")).isEmpty();
  }

  @Test
  void confirm_inTime_staysAlsoAfterARestart() {
    assertThat(start("a", FIVE_MINUTES).confirm("token")).contains("enforcement");
    alarms.get(0).run();
    assertThat(done).isEmpty();

    Confirmation restarted = start("a", FIVE_MINUTES);

    assertThat(armed).hasSize(1);
    assertThat(restarted.confirm("token")).isEmpty();
  }

  @Test
  void started_againBeforeTheDeadline_getsNoNewTime() {
    Confirmation unused = start("a", FIVE_MINUTES);
    now = NOON.plusSeconds(200);

    unused = start("a", FIVE_MINUTES);

    assertThat(armed).containsExactly(FIVE_MINUTES, Duration.ofSeconds(100));
  }

  @Test
  void started_againAfterTheDeadline_beginsSwitchedOff() {
    Confirmation unused = start("a", FIVE_MINUTES);
    now = NOON.plusSeconds(300);

    unused = start("a", FIVE_MINUTES);
    assertThat(done).containsExactly("off");

    now = NOON.plusSeconds(900);
    assertThat(start("a", FIVE_MINUTES).confirm("token")).contains("enforcement");
    assertThat(done).containsExactly("off", "off", "on");
  }

  @Test
  void started_withAnotherConfiguration_hasItsOwnTime() {
    assertThat(start("a", FIVE_MINUTES).confirm("token")).isPresent();

    Confirmation unused = start("b", FIVE_MINUTES);

    assertThat(armed).containsExactly(FIVE_MINUTES, FIVE_MINUTES);
  }

  @Test
  void started_withAGarbledFile_needsAConfirmation() throws Exception {
    Files.writeString(data.resolve(ConfirmationFile.NAME), "CONFIRMED a\n");

    Confirmation unused = start("a", FIVE_MINUTES);

    assertThat(armed).containsExactly(FIVE_MINUTES);
  }

  @Test
  void changed_twiceAndNotConfirmed_fallsBackBehindBoth() {
    Confirmation confirmation = start("a", FIVE_MINUTES);
    assertThat(confirmation.confirm("token")).isPresent();
    confirmation.changed(new Change("ruleset", () -> done.add("back to 1"), () -> {}));
    confirmation.changed(new Change("ruleset", () -> done.add("back to 2"), () -> {}));

    alarms.get(1).run();
    assertThat(done).isEmpty();
    alarms.get(2).run();

    assertThat(done).containsExactly("back to 1");
    Confirmation unused = start("a", FIVE_MINUTES);
    assertThat(armed).hasSize(3);
  }

  @Test
  void started_withoutAWord_waitsForNothing() {
    Confirmation confirmation = confirmation("a", Optional.empty());
    confirmation.started(enforcement());
    confirmation.changed(new Change("ruleset", () -> {}, () -> {}));

    assertThat(armed).isEmpty();
    assertThat(confirmation.confirm("token")).isEmpty();
  }

  private Confirmation start(String fingerprint, Duration within) {
    Confirmation confirmation = confirmation(fingerprint, Optional.of(within));
    confirmation.started(enforcement());
    return confirmation;
  }

  private Change enforcement() {
    return new Change(Confirmation.ENFORCEMENT, () -> done.add("off"), () -> done.add("on"));
  }

  private Confirmation confirmation(String fingerprint, Optional<Duration> within) {
    return new Confirmation(
        within,
        new ConfirmationFile(data),
        () -> fingerprint,
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        },
        health,
        (left, task) -> {
          armed.add(left);
          alarms.add(task);
        });
  }

  private String detail() {
    return health.parts().get(0).detail();
  }
}
