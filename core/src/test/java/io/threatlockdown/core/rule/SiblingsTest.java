package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.StaticField;
import org.junit.jupiter.api.Test;

/** Many rules that ask for one value: the order of all is kept, and none is passed over wrongly. */
class SiblingsTest {
  private static String asking(int id, int level, String pattern) {
    return "<rule id=\"%d\" level=\"%d\"><id>%s</id><description>R.</description></rule>"
        .formatted(id, level, pattern);
  }

  private final RuleSetFixture fixture =
      RuleSetFixture.of(
          asking(101, 5, "^4624$")
              + asking(102, 5, "^4625$|^4626$")
              + asking(103, 5, "^Logon$")
              + asking(104, 5, "^4627$|^46")
              + "<rule id=\"105\" level=\"4\"><match>any</match><description>R.</description></rule>"
              + asking(106, 3, "^4625$")
              + "<rule id=\"107\" level=\"2\"><id negate=\"yes\">^4625$</id>"
              + "<description>R.</description></rule>");

  private int ruleOf(String id, String log) {
    return fixture.matches(event(log).field(StaticField.ID, id));
  }

  @Test
  void evaluate_exactValue_findsItsRule() {
    assertThat(ruleOf("4624", "x")).isEqualTo(101);
    assertThat(ruleOf("4626", "x")).isEqualTo(102);
    assertThat(ruleOf("LOGON", "x")).isEqualTo(103);
  }

  @Test
  void evaluate_otherValue_triesThoseThatDoNotAskForAWholeOne() {
    assertThat(ruleOf("4699", "x")).isEqualTo(104);
    assertThat(ruleOf("1", "any")).isEqualTo(105);
    assertThat(ruleOf("1", "x")).isEqualTo(107);
  }

  @Test
  void evaluate_withoutTheValue_triesThoseThatDoNotAsk() {
    assertThat(fixture.matches("any")).isEqualTo(105);
    assertThat(fixture.matches("x")).isZero();
  }

  @Test
  void evaluate_rulesThatAskHowALogBegins_findsTheFirstOfThoseItBeginsFor() {
    RuleSetFixture openings =
        RuleSetFixture.of(
            opening(101, 9, "<match>^Failed |^error: </match>")
                + opening(102, 8, "<regex>^failed \\S+ for</regex>")
                + opening(103, 7, "<regex type=\"pcre2\">^(?:Invalid|Illegal) user </regex>")
                + opening(104, 6, "<match>^Accepted </match>")
                + opening(105, 5, "<match>any</match>")
                + opening(106, 4, "<match negate=\"yes\">^none</match>")
                + opening(107, 3, "<match>^$</match>"));

    assertThat(openings.matches("failed password for root")).isEqualTo(101);
    assertThat(openings.matches("failed-password")).isEqualTo(106);
    assertThat(openings.matches("Error: any")).isEqualTo(101);
    assertThat(openings.matches("Illegal user any")).isEqualTo(103);
    assertThat(openings.matches("illegal user any")).isEqualTo(105);
    assertThat(openings.matches("none")).isZero();
    assertThat(openings.matches("")).isEqualTo(106);
  }

  private static String opening(int id, int level, String pattern) {
    return "<rule id=\"%d\" level=\"%d\">%s<description>R.</description></rule>"
        .formatted(id, level, pattern);
  }
}
