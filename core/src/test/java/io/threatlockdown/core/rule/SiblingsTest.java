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
}
