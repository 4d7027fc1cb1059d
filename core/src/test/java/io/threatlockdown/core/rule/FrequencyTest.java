package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.event;
import static io.threatlockdown.core.rule.RuleSetFixture.eventFrom;
import static io.threatlockdown.core.rule.RuleSetFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import org.junit.jupiter.api.Test;

/** Counts events of one host, second by second. */
class FrequencyTest {
  private static final String TRY = rule(100, 5, "<match>try</match>");
  private static final Event MALLORY = eventFrom("192.0.2.1", "try");
  private static final Event TRUDY = eventFrom("192.0.2.2", "try");

  private static String counting(String attributes, String content) {
    return "<rule id=\"200\" level=\"10\" %s>%s<description>Again.</description></rule>"
        .formatted(attributes, content);
  }

  private static RuleSetFixture counting(int frequency, String content) {
    return RuleSetFixture.of(
        TRY
            + counting(
                "frequency=\"%d\" timeframe=\"60\"".formatted(frequency),
                "<if_matched_sid>100</if_matched_sid>" + content));
  }

  @Test
  void evaluate_frequencyN_firesAtTheNthAndStartsAnew() {
    RuleSetFixture fixture = counting(3, "");

    assertThat(fixture.alertsOf(MALLORY, 8))
        .containsExactly(100, 100, 200, 100, 100, 200, 100, 100);
  }

  @Test
  void evaluate_withoutFrequency_firesFromTheSecondOn() {
    RuleSetFixture fixture =
        RuleSetFixture.of(TRY + counting("", "<if_matched_sid>100</if_matched_sid>"));

    assertThat(fixture.alertsOf(MALLORY, 4)).containsExactly(100, 200, 200, 200);
  }

  @Test
  void evaluate_eventsOlderThanTheTimeframe_doNotCount() {
    RuleSetFixture fixture = counting(3, "");

    assertThat(fixture.at(0, MALLORY).alert()).isPresent();
    assertThat(fixture.at(1, MALLORY).alert()).isPresent();
    assertThat(fixture.at(61, MALLORY).rule().map(Rule::id)).contains(100);
    assertThat(fixture.at(61, MALLORY).rule().map(Rule::id)).contains(200);
  }

  @Test
  void evaluate_sameSource_countsEachSourceAlone() {
    RuleSetFixture fixture = counting(3, "<same_source_ip />");

    assertThat(fixture.alertsOf(MALLORY, 2)).containsExactly(100, 100);
    assertThat(fixture.alertsOf(TRUDY, 2)).containsExactly(100, 100);
    assertThat(fixture.alertsOf(MALLORY, 1)).containsExactly(200);
    assertThat(fixture.alertsOf(TRUDY, 1)).containsExactly(200);
  }

  @Test
  void evaluate_sameSourceOfEventsWithoutOne_neverFires() {
    RuleSetFixture fixture = counting(2, "<same_srcip />");

    assertThat(fixture.alertsOf(event("try").build(), 5)).containsOnly(100);
  }

  @Test
  void evaluate_differentUser_skipsEqualOnesAndCountsMissingOnes() {
    RuleSetFixture fixture = counting(3, "<same_srcip /><different_srcuser />");
    Event asRoot = tryAs("root");

    assertThat(fixture.alertsOf(asRoot, 5)).containsOnly(100);
    assertThat(fixture.alertsOf(tryAs("admin"), 1)).containsExactly(200);
  }

  private static Event tryAs(String user) {
    return event("try")
        .field(StaticField.SRCIP, "192.0.2.1")
        .field(StaticField.SRCUSER, user)
        .build();
  }

  @Test
  void evaluate_sameField_comparesDynamicFieldsOfAnyCaseOfName() {
    RuleSetFixture fixture = counting(2, "<same_field>Target.User</same_field>");

    assertThat(fixture.alertsOf(field("target.user", "joe"), 1)).containsExactly(100);
    assertThat(fixture.alertsOf(field("TARGET.USER", "Joe"), 1)).containsExactly(100);
    assertThat(fixture.alertsOf(field("TARGET.USER", "joe"), 1)).containsExactly(200);
  }

  @Test
  void evaluate_notSameField_wantsDynamicFieldsAtAll() {
    RuleSetFixture fixture = counting(2, "<not_same_field>user</not_same_field>");

    assertThat(fixture.alertsOf(MALLORY, 3)).containsOnly(100);
    assertThat(fixture.alertsOf(field("user", "joe"), 2)).containsExactly(200, 200);
  }

  private static Event field(String name, String value) {
    return event("try").dynamicField(name, value).build();
  }

  @Test
  void evaluate_eventUsedUpByAHigherRule_endsTheSearch() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            TRY
                + counting(
                    "frequency=\"3\" timeframe=\"60\"", "<if_matched_sid>100</if_matched_sid>")
                + "<rule id=\"201\" level=\"8\" frequency=\"4\" timeframe=\"60\">"
                + "<if_matched_sid>100</if_matched_sid><description>Lower.</description></rule>");

    assertThat(fixture.alertsOf(MALLORY, 6)).containsExactly(100, 100, 200, 100, 100, 200);
  }

  @Test
  void evaluate_matchedGroup_countsRulesOfTheGroupLoadedBefore() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 5, "<match>try</match><group>failed,</group>")
                + rule(101, 5, "<match>miss</match><group>failed,</group>")
                + counting(
                    "frequency=\"3\" timeframe=\"60\"",
                    "<if_matched_group>failed</if_matched_group>")
                + rule(102, 5, "<match>late</match><group>failed,</group>"));

    assertThat(fixture.alertsOf(event("late").build(), 4)).containsOnly(102);
    assertThat(fixture.alertsOf(event("miss").build(), 2)).containsExactly(101, 101);
    assertThat(fixture.alertsOf(event("try").build(), 1)).containsExactly(200);
  }

  @Test
  void evaluate_ruleAtTwoPlaces_countsTwiceForAGroup() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(90, 0, "<match>a</match>")
                + rule(91, 0, "<match>b</match>")
                + rule(100, 5, "<if_sid>90, 91</if_sid><group>failed,</group>")
                + counting(
                    "frequency=\"3\" timeframe=\"60\"",
                    "<if_matched_group>failed</if_matched_group>"));

    assertThat(fixture.alertsOf(event("a").build(), 2)).containsExactly(100, 200);
  }

  @Test
  void evaluate_matchedRegex_countsAllEventsOfTheCategoryThatMatch() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            TRY
                + rule(101, 3, "<match>other</match>")
                + counting(
                    "frequency=\"3\" timeframe=\"60\"",
                    "<if_sid>100</if_sid><if_matched_regex>\\d+</if_matched_regex>"));

    assertThat(fixture.alertsOf(event("other 1").build(), 1)).containsExactly(101);
    assertThat(fixture.alertsOf(event("try").build(), 3)).containsOnly(100);
    assertThat(fixture.alertsOf(event("try 2").build(), 2)).containsExactly(100, 200);
  }

  @Test
  void evaluate_levelZeroEvents_areNotCounted() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 0, "<match>try</match>")
                + counting("", "<if_matched_sid>100</if_matched_sid>"));

    assertThat(fixture.alertsOf(MALLORY, 4)).containsOnly(0);
    assertThat(fixture.memory.rememberedEvents()).isZero();
  }

  @Test
  void evaluate_overwrittenCount_stillCountsItsOldRule() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            TRY
                + counting("frequency=\"5\"", "<if_matched_sid>100</if_matched_sid>")
                + counting(
                    "frequency=\"3\" overwrite=\"yes\"", "<if_matched_sid>1</if_matched_sid>"));

    assertThat(fixture.alertsOf(MALLORY, 3)).containsExactly(100, 100, 200);
  }

  @Test
  void evaluate_firingRule_showsTheLogsItCounted() {
    RuleSetFixture fixture = counting(3, "");
    assertThat(fixture.at(0, event("try 1").build()).alert()).isPresent();
    assertThat(fixture.at(1, event("try 2").build()).alert()).isPresent();

    Alert alert = fixture.at(2, event("try 3").build()).alert().orElseThrow();

    assertThat(alert.rule().frequency()).hasValue(3);
    assertThat(alert.previousLogs()).containsExactly("try 2", "try 1");
  }
}
