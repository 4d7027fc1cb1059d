package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.NOON;
import static io.threatlockdown.core.rule.RuleSetFixture.event;
import static io.threatlockdown.core.rule.RuleSetFixture.eventFrom;
import static io.threatlockdown.core.rule.RuleSetFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What rules remember of a host, and how much of it at most. */
class CorrelationTest {
  @Test
  void evaluate_alert_hasIdCountAndFilledDescription() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            "<rule id=\"100\" level=\"3\"><match>x</match>"
                + "<description>$(srcip) as $(who) on $(hostname)$(none) $(</description></rule>");
    Event event =
        event("x")
            .field(StaticField.SRCIP, "192.0.2.1")
            .dynamicField("Who", "root")
            .hostname("web")
            .build();
    assertThat(fixture.evaluate(event).alert()).isPresent();

    Alert alert = fixture.at(1, event).alert().orElseThrow();

    assertThat(alert.id()).isEqualTo("1714564801.2");
    assertThat(alert.at()).isEqualTo(NOON.plusSeconds(1));
    assertThat(alert.firedTimes()).isEqualTo(2);
    assertThat(alert.description()).isEqualTo("192.0.2.1 as root on web $(");
    assertThat(alert.previousLogs()).isEmpty();
  }

  @Test
  void evaluate_longDescription_isShownUnfilled() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            "<rule id=\"100\" level=\"3\"><description>By $(url)</description></rule>");
    Event event = event("x").field(StaticField.URL, "/".repeat(Description.BYTES_MAX)).build();

    assertThat(fixture.evaluate(event).description()).isEqualTo("By $(url)");
  }

  @Test
  void evaluate_levelZero_raisesNoAlert() {
    Verdict verdict =
        RuleSetFixture.of(rule(100, 0, "<match>x</match>")).evaluate(event("x").build());

    assertThat(verdict.rule().map(Rule::id)).contains(100);
    assertThat(verdict.description()).isEqualTo("Rule 100.");
    assertThat(verdict.alert()).isEmpty();
  }

  @Test
  void evaluate_ignoringRule_letsTheRuleAboveSpeakMeanwhile() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 5, "<match>x</match>")
                + "<rule id=\"101\" level=\"10\" ignore=\"3\"><if_sid>100</if_sid>"
                + "<description>Once.</description></rule>");

    assertThat(fixture.alertsOf(event("x").build(), 7))
        .containsExactly(101, 100, 100, 101, 100, 100, 101);
    assertThat(fixture.at(8, event("x").build()).rule().map(Rule::id)).contains(101);
  }

  @Test
  void evaluate_ignoringRuleBelowASilentOne_raisesNothingMeanwhile() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            "<rule id=\"101\" level=\"10\" ignore=\"3\"><match>x</match>"
                + "<description>Once.</description></rule>");

    assertThat(fixture.alertsOf(event("x").build(), 4)).containsExactly(101, 0, 0, 101);
  }

  @Test
  void evaluate_clockSetBack_endsTheSilence() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            "<rule id=\"101\" level=\"10\" ignore=\"3\"><match>x</match>"
                + "<description>Once.</description></rule>");
    assertThat(fixture.at(3600, event("x").build()).alert()).isPresent();

    assertThat(fixture.at(0, event("x").build()).alert()).isPresent();
  }

  @Test
  void evaluate_ignoredValues_silenceTheRulesThatCheckThem() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 5, "<match>stop</match><ignore>srcip, id</ignore>")
                + rule(101, 4, "<match>x</match><check_if_ignored>srcip, id</check_if_ignored>"));
    assertThat(fixture.evaluate(eventFrom("192.0.2.1", "stop")).alert()).isPresent();

    assertThat(fixture.evaluate(eventFrom("192.0.2.1", "x")).alert()).isEmpty();
    assertThat(fixture.evaluate(eventFrom("192.0.2.2", "x")).alert()).isPresent();
  }

  @Test
  void evaluate_firstTimeSeen_isOncePerCombination() {
    RuleSetFixture fixture =
        RuleSetFixture.of(rule(100, 3, "<if_fts />") + rule(101, 2, "<match>x</match>"));

    assertThat(fixture.matches(login("root").ftsFields(List.of("name", "user")))).isEqualTo(100);
    assertThat(fixture.matches(login("root").ftsFields(List.of("name", "user")))).isEqualTo(101);
    assertThat(fixture.matches(login("joe").ftsFields(List.of("name", "user")))).isEqualTo(100);
    assertThat(fixture.matches(login("jane"))).isEqualTo(101);
  }

  @Test
  void evaluate_firstTimeSeenByDynamicField_comparesItsValue() {
    RuleSetFixture fixture = RuleSetFixture.of(rule(100, 3, "<if_fts />"));

    assertThat(fixture.matches(login("a").dynamicField("k", "1").ftsFields(List.of("k"))))
        .isEqualTo(100);
    assertThat(fixture.matches(login("b").dynamicField("k", "1").ftsFields(List.of("k")))).isZero();
    assertThat(fixture.matches(login("b").dynamicField("k", "2").ftsFields(List.of("k"))))
        .isEqualTo(100);
  }

  private static Event.Builder login(String user) {
    return event("x").field(StaticField.DSTUSER, user);
  }

  @Test
  void add_alikeIntrusionAlerts_areOneKindFromTheFourthOn() {
    FirstSeen seen = new FirstSeen();
    boolean last = true;
    for (int i = 0; i < 8; i++) {
      last =
          seen.add(
              event("x")
                  .decoder("snort", Optional.empty(), Category.IDS)
                  .field(StaticField.ID, "1:2003068:" + i)
                  .ftsFields(List.of("name", "id"))
                  .build());
    }

    assertThat(last).isFalse();
  }

  @Test
  void evaluate_checkDiff_wantsADifferenceToTheLastOutput() {
    RuleSetFixture fixture = RuleSetFixture.of(rule(100, 7, "<check_diff />"));
    assertThat(fixture.matches(event("tcp 22").hostname("web"))).isZero();
    assertThat(fixture.matches(event("tcp 22").hostname("web"))).isZero();
    assertThat(fixture.matches(event("tcp 23").hostname("db"))).isZero();

    Verdict verdict = fixture.evaluate(event("tcp 4444").hostname("web").build());

    assertThat(verdict.alert().flatMap(Alert::previousLog)).contains("tcp 22");
  }

  @Test
  void evaluate_floodOfSources_keepsTheNamedNumberAndCountsTheRest() {
    RuleSetFixture fixture = countingSources();
    int flood = EventMemory.EVENTS_MAX + 100;

    for (int i = 0; i < flood; i++) {
      assertThat(fixture.matches(event("x").field(StaticField.SRCIP, "host " + i))).isEqualTo(100);
    }

    assertThat(fixture.memory.rememberedEvents()).isEqualTo(EventMemory.EVENTS_MAX);
    assertThat(fixture.memory.evictions()).isEqualTo(100);
  }

  private static RuleSetFixture countingSources() {
    return RuleSetFixture.of(
        rule(100, 5, "<match>x</match>")
            + "<rule id=\"101\" level=\"10\" frequency=\"3\" timeframe=\"60\">"
            + "<if_matched_sid>100</if_matched_sid><same_srcip />"
            + "<description>Again.</description></rule>");
  }

  @Test
  void evaluate_floodOfLongLines_keepsTheNamedNumberOfBytes() {
    RuleSetFixture fixture = countingSources();
    String line = "x".repeat(60_000);

    for (int i = 0; i < 500; i++) {
      assertThat(fixture.evaluate(eventFrom("192.0.2." + i, line)).rule()).isPresent();
    }

    assertThat(fixture.memory.rememberedEvents() * 60_000L).isLessThan(EventMemory.BYTES_MAX);
    assertThat(fixture.memory.evictions()).isPositive();
  }

  @Test
  void evaluate_oneSource_isRememberedOnlyAsOftenAsItCounts() {
    RuleSetFixture fixture = countingSources();

    List<Integer> alerts = fixture.alertsOf(eventFrom("192.0.2.1", "x"), 50);

    assertThat(alerts).contains(101);
    assertThat(fixture.memory.rememberedEvents()).isEqualTo(2);
    assertThat(fixture.memory.evictions()).isZero();
  }

  @Test
  void evaluate_afterTheTimeframe_forgetsWithoutCounting() {
    RuleSetFixture fixture = countingSources();
    assertThat(fixture.at(0, eventFrom("192.0.2.1", "x")).alert()).isPresent();

    assertThat(fixture.at(61, eventFrom("192.0.2.2", "x")).alert()).isPresent();

    assertThat(fixture.memory.rememberedEvents()).isEqualTo(1);
    assertThat(fixture.memory.evictions()).isZero();
  }

  @Test
  void evaluate_manyHostnames_keepsTheNamedNumberOfOutputs() {
    RuleSetFixture fixture = RuleSetFixture.of(rule(100, 7, "<check_diff />"));

    for (int i = 0; i < Correlation.OUTPUTS_MAX + 10; i++) {
      assertThat(fixture.matches(event("x").hostname("h" + i))).isZero();
    }

    assertThat(fixture.memory.evictions()).isEqualTo(10);
  }

  @Test
  void evaluate_memoryOfAnotherRuleset_isABug() {
    RuleSetFixture fixture = countingSources();
    Correlation foreign = countingSources().memory;

    assertThatThrownBy(() -> fixture.rules.evaluate(event("x").build(), NOON, foreign))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
