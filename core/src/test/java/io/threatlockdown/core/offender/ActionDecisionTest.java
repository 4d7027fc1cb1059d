package io.threatlockdown.core.offender;

import static io.threatlockdown.core.offender.Fixtures.HERE;
import static io.threatlockdown.core.offender.Fixtures.HUNDRED_SECONDS;
import static io.threatlockdown.core.offender.Fixtures.NOON;
import static io.threatlockdown.core.offender.Fixtures.alert;
import static io.threatlockdown.core.offender.Fixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.ActiveResponse.Place;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.CommandDefinition;
import io.threatlockdown.core.response.Subject;
import io.threatlockdown.core.response.Suppression;
import io.threatlockdown.core.rule.Alert;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decides about responses that are no drops. */
class ActionDecisionTest {
  private static final String MALLORY = "192.0.2.66";

  @Test
  void of_aboutAddress_isKeyedByIt() {
    BlockOrder order = order(alert(MALLORY, 5710, NOON), response(Means.BUILT_IN, Subject.ADDRESS));

    assertThat(order.key()).isEqualTo(new BlockKey("000", "own", List.of(MALLORY)));
    assertThat(order.target()).contains(Fixtures.MALLORY);
    assertThat(order.alertJson()).isEqualTo("{}");
    assertThat(order.duration()).contains(HUNDRED_SECONDS);
  }

  @Test
  void of_aboutAccount_isKeyedByIt() {
    BlockOrder order = order(login("alice"), response(Means.BUILT_IN, Subject.ACCOUNT));

    assertThat(order.key().keys()).containsExactly("alice");
    assertThat(order.target()).contains(Fixtures.MALLORY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-rf", "$(reboot)", "a b", "x;y", "DOM\\x", ""})
  void of_accountThatCannotBeOne_isSuppressed(String user) {
    assertThat(refusal(login(user), response(Means.BUILT_IN, Subject.ACCOUNT)).because())
        .contains("names no account");
  }

  @Test
  void of_hostileAccount_doesNotSuppressWhatIsAboutTheAddress() {
    BlockOrder order = order(login("$(reboot)"), response(Means.BUILT_IN, Subject.ADDRESS));

    assertThat(order.key().keys()).containsExactly(MALLORY);
  }

  @Test
  void of_aboutFile_isKeyedByItsPath() {
    BlockOrder order = order(fileChange(), response(Means.BUILT_IN, Subject.FILE));

    assertThat(order.key().keys()).containsExactly("/etc/passwd");
    assertThat(order.target()).isEmpty();
    assertThat(order.about()).isEqualTo("/etc/passwd");
  }

  @Test
  void of_noSource_whatNeedsOneIsSuppressed() {
    Suppression refusal = refusal(fileChange(), response(Means.BUILT_IN, Subject.ADDRESS));

    assertThat(refusal.because()).isEqualTo("the alert has no source address");
    assertThat(refusal.target()).isEmpty();
  }

  @Test
  void of_drop_noSourceIsSuppressed() {
    assertThat(refusal(fileChange(), Fixtures.DROP_ON_5710).because())
        .isEqualTo("the alert has no source address");
  }

  @Test
  void of_programThatTells_hasNoKeysYet() {
    assertThat(order(fileChange(), response(Means.PROGRAM, Subject.TOLD)).key().keys()).isEmpty();
  }

  @Test
  void of_observedProgram_isAboutTheSource() {
    BlockOrder order =
        order(alert(MALLORY, 5710, NOON), response(Means.PROGRAM, Subject.TOLD).by(Means.NOBODY));

    assertThat(order.key().keys()).containsExactly(MALLORY);
  }

  @Test
  void of_argumentsWithoutTimeout_eachRunIsForItself() {
    ActiveResponse endless = response(Means.ARGV_PROGRAM, Subject.ADDRESS, Optional.empty());

    assertThat(order(alert(MALLORY, 5710, NOON), endless).key().keys()).isEmpty();
  }

  @Test
  void of_allowlistedSource_isSuppressedWhateverItIsAbout() {
    ActionDecision decision =
        ActionDecision.of(
            login("alice"),
            response(Means.PROGRAM, Subject.TOLD),
            plan(List.of(), List.of(Fixtures.MALLORY)),
            any -> "{}");

    assertThat(decision.order()).isEmpty();
    assertThat(decision.refusal().orElseThrow().because()).contains("allowlist");
  }

  @Test
  void of_agentThatIsNotThere_isSuppressed() {
    ReportingHost web = new ReportingHost("001", "web", Optional.empty());

    assertThat(
            refusal(alert(MALLORY, 5710, NOON, web), response(Means.PROGRAM, Subject.TOLD))
                .because())
        .isEqualTo("agent 001 is not connected");
  }

  private static BlockOrder order(Alert alert, ActiveResponse response) {
    return ActionDecision.of(alert, response, Fixtures.PLAN, any -> "{}").order().orElseThrow();
  }

  private static Suppression refusal(Alert alert, ActiveResponse response) {
    return ActionDecision.of(alert, response, Fixtures.PLAN, any -> "{}").refusal().orElseThrow();
  }

  private static Alert login(String user) {
    return about(
        new Event.Builder(LogLine.log("Failed password", "auth.log", HERE, NOON))
            .field(StaticField.SRCIP, MALLORY)
            .field(StaticField.DSTUSER, user)
            .build());
  }

  private static Alert fileChange() {
    return about(
        new Event.Builder(LogLine.log("File changed", "syscheck", HERE, NOON))
            .dynamicField("file", "/etc/passwd")
            .build());
  }

  private static Alert about(Event event) {
    Alert sample = alert(MALLORY, 5710, NOON);
    return new Alert("1.1", NOON, sample.rule(), event, "changed", 1, List.of(), Optional.empty());
  }

  private static ActiveResponse response(Means means, Subject subject) {
    return response(means, subject, Optional.of(HUNDRED_SECONDS));
  }

  private static ActiveResponse response(Means means, Subject subject, Optional<Duration> timeout) {
    return new ActiveResponse(
        new CommandDefinition("own", "own", true, List.of(), Optional.of(means), subject),
        "local",
        Set.of(Place.LOCAL),
        Optional.empty(),
        Set.of(5710),
        OptionalInt.empty(),
        Optional.empty(),
        timeout);
  }
}
