package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.event;
import static io.threatlockdown.core.rule.RuleSetFixture.eventFrom;
import static io.threatlockdown.core.rule.RuleSetFixture.ossec;
import static io.threatlockdown.core.rule.RuleSetFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts events as OSSEC does (spec ruleset §9). */
class OssecFrequencyTest {
  private static final String TRY = rule(100, 5, "<match>try</match>");
  private static final Event MALLORY = eventFrom("192.0.2.1", "try");
  private static final Event TRUDY = eventFrom("192.0.2.2", "try");

  private static String counting(int id, int level, int frequency, String content) {
    return ("<rule id=\"%d\" level=\"%d\" frequency=\"%d\" timeframe=\"60\">"
            + "<if_matched_sid>100</if_matched_sid>%s<description>Again.</description></rule>")
        .formatted(id, level, frequency, content);
  }

  private static RuleSetFixture counting(int frequency, String content) {
    return ossec(TRY + counting(200, 10, frequency, content));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 6})
  void evaluate_frequencyN_firesAtEventNPlusTwo(int frequency) {
    List<Integer> ids = counting(frequency, "").alertsOf(MALLORY, frequency + 2);

    assertThat(ids.subList(0, frequency + 1)).containsOnly(100);
    assertThat(ids.get(frequency + 1)).isEqualTo(200);
  }

  @Test
  void evaluate_withoutFrequency_firesAtTheSecondEvent() {
    RuleSetFixture fixture =
        ossec(
            TRY
                + "<rule id=\"200\" level=\"10\"><if_matched_sid>100</if_matched_sid>"
                + "<description>Again.</description></rule>");

    assertThat(fixture.alertsOf(MALLORY, 2)).containsExactly(100, 200);
  }

  @Test
  void evaluate_afterFiring_theNewestOfThemEndsTheSearch() {
    assertThat(counting(1, "").alertsOf(MALLORY, 7))
        .containsExactly(100, 100, 200, 100, 100, 200, 100);
  }

  @Test
  void evaluate_usedUpEventOfAnotherSource_endsTheSearch() {
    RuleSetFixture fixture = counting(1, "<same_source_ip />");

    assertThat(ids(fixture, TRUDY, MALLORY, MALLORY, MALLORY)).containsExactly(100, 100, 100, 200);
    assertThat(ids(fixture, TRUDY, TRUDY)).containsExactly(100, 100);
    assertThat(ids(fixture, TRUDY)).containsExactly(200);
  }

  @Test
  void evaluate_newestOfAllThoughNotCounted_isUsedUp() {
    RuleSetFixture fixture = counting(0, "<same_source_ip />");

    assertThat(ids(fixture, MALLORY, TRUDY, MALLORY)).containsExactly(100, 100, 200);
    assertThat(ids(fixture, TRUDY)).containsExactly(100);
  }

  @Test
  void evaluate_eventThatFired_isUsedUpItself() {
    RuleSetFixture fixture =
        ossec(
            TRY
                + counting(200, 10, 0, "")
                + "<rule id=\"300\" level=\"10\" frequency=\"0\" timeframe=\"60\">"
                + "<if_matched_sid>200</if_matched_sid><description>x</description></rule>");

    assertThat(fixture.alertsOf(MALLORY, 6)).doesNotContain(300);
  }

  @Test
  void evaluate_sourcesThatTakeTurns_areEachCounted() {
    RuleSetFixture fixture = counting(1, "<same_source_ip />");

    assertThat(ids(fixture, MALLORY, TRUDY, MALLORY, TRUDY)).containsOnly(100);
    assertThat(ids(fixture, MALLORY)).containsExactly(200);
  }

  @Test
  void evaluate_eventsBeyondTheTimeframe_doNotCount() {
    RuleSetFixture fixture = counting(1, "");

    assertThat(fixture.at(0, MALLORY).alert()).isPresent();
    assertThat(fixture.at(1, MALLORY).alert()).isPresent();
    assertThat(fixture.at(61, MALLORY).rule().map(Rule::id)).contains(100);
    assertThat(fixture.at(61, MALLORY).rule().map(Rule::id)).contains(200);
  }

  @Test
  void evaluate_sameLocation_comparesTheHostName() {
    RuleSetFixture fixture = counting(0, "<same_location />");

    assertThat(ids(fixture, onHost("web-1"), onHost("web-2"))).containsOnly(100);
    assertThat(ids(fixture, onHost("web-1"))).containsExactly(200);
  }

  @Test
  void evaluate_differentUrl_skipsEqualOnes() {
    RuleSetFixture fixture = counting(0, "<same_source_ip /><different_url />");

    assertThat(ids(fixture, url("/a"), url("/a"), url("/a"))).containsOnly(100);
    assertThat(ids(fixture, url("/b"))).containsExactly(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "different_url",
        "different_srcip",
        "different_srcgeoip",
        "not_same_source_ip",
        "not_same_user",
        "not_same_agent",
        "not_same_id"
      })
  void read_differencesOfOssec_areKnown(String element) {
    assertThat(counting(2, "<" + element + " />").errors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"different_dstip", "not_same_field", "different_user"})
  void read_differencesOfWazuh_areUnknown(String element) {
    assertThat(counting(2, "<" + element + " />").errors())
        .singleElement()
        .asString()
        .contains("unknown element <" + element + ">")
        .contains("different_url");
  }

  @Test
  void evaluate_matchedRegex_countsEventsOfAnyRule() {
    RuleSetFixture fixture =
        ossec(
            TRY
                + rule(101, 5, "<match>other</match>")
                + "<rule id=\"200\" level=\"10\" frequency=\"1\" timeframe=\"60\">"
                + "<if_sid>100</if_sid><if_matched_regex>^\\w+ \\d+$</if_matched_regex>"
                + "<description>x</description></rule>");

    assertThat(ids(fixture, log("other 1"), log("try 2"), log("other x"), log("try 3")))
        .containsExactly(101, 100, 101, 200);
  }

  @Test
  void evaluate_moreSourcesThanAreKept_isBoundedAndCounted() {
    RuleSetFixture fixture = counting(1, "<same_source_ip />");

    IntStream.range(0, EventMemory.EVENTS_MAX + 50)
        .mapToObj(i -> eventFrom("10.0." + i / 256 + "." + i % 256, "try"))
        .forEach(event -> assertThat(fixture.evaluate(event).alert()).isPresent());

    assertThat(fixture.memory.rememberedEvents()).isLessThanOrEqualTo(EventMemory.EVENTS_MAX);
    assertThat(fixture.memory.evictions()).isPositive();
  }

  private static List<Integer> ids(RuleSetFixture fixture, Event... events) {
    List<Integer> ids = new ArrayList<>();
    for (Event one : events) {
      ids.add(fixture.evaluate(one).rule().map(Rule::id).orElse(0));
    }
    return ids;
  }

  private static Event onHost(String name) {
    return event("try").hostname(name).build();
  }

  private static Event log(String text) {
    return event(text).build();
  }

  private static Event url(String url) {
    return event("try").field(StaticField.SRCIP, "192.0.2.1").field(StaticField.URL, url).build();
  }
}
