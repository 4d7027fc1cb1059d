package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.event;
import static io.threatlockdown.core.rule.RuleSetFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.StaticField;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds rules what an attacker would write, the longest line included. */
class HostileInputTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<regex type=\"pcre2\">^(a+)+$</regex>",
        "<regex type=\"pcre2\">(a|a)*b</regex>",
        "<regex type=\"pcre2\">(.*)*x(.*)*y</regex>",
        "<regex>\\w+\\w+\\w+\\w+\\w+!$</regex>",
        "<regex>a\\.+a\\.+a\\.+a\\.+!</regex>"
      })
  @Timeout(20)
  void evaluate_patternThatExplodes_endsWithoutAMatch(String condition) {
    RuleSetFixture fixture = RuleSetFixture.asking(condition);
    String line = "a".repeat(LogLine.BYTES_MAX - 1) + "?";

    assertThat(fixture.matches(line)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "(a+)+$~a~!",
        "(.*a){20}b~a~!",
        "(x|y)*z~xy~!",
        "((a*)*)*b~a~a",
        "(a{1,50}){1,50}b~a~a"
      })
  @Timeout(20)
  void evaluate_catastrophicPattern_isGivenUpAndCountedByRule(
      String pattern, String filling, String last) {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 3, "<regex type=\"pcre2\">" + pattern + "</regex>")
                + rule(101, 3, "<match>no such text</match>"));
    String line = filling.repeat(LogLine.BYTES_MAX / filling.length() - 1) + last;

    assertThat(fixture.matches(line)).isZero();
    assertThat(fixture.matches(line)).isZero();

    assertThat(fixture.rules.budgetExceeded()).isEqualTo(Map.of(100, 2L));
  }

  @Test
  @Timeout(20)
  void evaluate_countedPatternThatExplodes_isCountedByRule() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 3, "<match>a</match>")
                + "<rule id=\"101\" level=\"5\" frequency=\"2\"><if_sid>100</if_sid>"
                + "<if_matched_regex>a\\w+:\\dx</if_matched_regex>"
                + "<description>Two.</description></rule>");

    assertThat(fixture.matches("a".repeat(65_000) + "! a:1x")).isEqualTo(100);

    assertThat(fixture.rules.budgetExceeded()).containsOnlyKeys(101);
  }

  @Test
  void evaluate_randomEvents_neverThrows() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(
                    100,
                    5,
                    "<srcip negate=\"yes\">192.0.2.0/24</srcip><field name=\"f\">\\S+$</field>")
                + rule(101, 4, "<if_fts />")
                + rule(102, 3, "<check_diff />")
                + "<rule id=\"200\" level=\"10\" frequency=\"4\">"
                + "<if_matched_sid>100</if_matched_sid><same_srcip /><different_url />"
                + "<description>$(f) $(url) $(</description></rule>");
    Random random = new Random(4711);

    for (int i = 0; i < 5000; i++) {
      Event.Builder event = event(bytes(random, 40));
      for (StaticField field : StaticField.values()) {
        if (random.nextBoolean()) {
          event.field(field, bytes(random, 2));
        }
      }
      event.dynamicField("f", bytes(random, 3)).ftsFields(List.of("id", "f"));
      assertThat(fixture.at(random.nextInt(1000), event.build()).description()).isNotNull();
    }
  }

  @Test
  void evaluate_oneKeyWithDifferencesWanted_searchesABoundedNumber() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 5, "<match>x</match>")
                + "<rule id=\"200\" level=\"10\" frequency=\"3\" timeframe=\"9999\">"
                + "<if_matched_sid>100</if_matched_sid><different_url />"
                + "<description>Again.</description></rule>");
    Event same = event("x").field(StaticField.URL, "/").build();

    for (int i = 0; i < 2 * Window.DIFFERENT_EVENTS_MAX; i++) {
      assertThat(fixture.evaluate(same).rule().map(Rule::id)).contains(100);
    }

    assertThat(fixture.memory.rememberedEvents()).isEqualTo(Window.DIFFERENT_EVENTS_MAX);
    assertThat(fixture.memory.evictions()).isEqualTo(Window.DIFFERENT_EVENTS_MAX);
  }

  @Test
  void evaluate_clockThatJumps_neverThrows() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 5, "<match>x</match>")
                + "<rule id=\"200\" level=\"10\" frequency=\"3\" ignore=\"5\">"
                + "<if_matched_sid>100</if_matched_sid><description>Again.</description></rule>");

    for (int second : new int[] {0, 5, 3, -86_400, 86_400, 4, 4, 4, 4}) {
      assertThat(fixture.at(second, event("x").build()).rule()).isPresent();
    }
  }

  private static String bytes(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(256));
    }
    return text.toString();
  }
}
