package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.eventFrom;
import static io.threatlockdown.core.rule.RuleSetFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.event.Event;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a host's memory still holds when another ruleset takes it over. */
class TakeOverTest {
  private static final Event TRY = eventFrom("198.51.100.7", "try");
  private static final String TRIED = rule(100, 5, "<match>try</match>");
  private static final String COUNT = counting("frequency=\"3\" timeframe=\"60\"");

  private static String counting(String attributes) {
    return "<rule id=\"101\" level=\"10\" %s><if_matched_sid>100</if_matched_sid>"
            .formatted(attributes)
        + "<same_source_ip /><description>Many.</description></rule>";
  }

  private static int ruleOfThird(String before, String after) {
    RuleSetFixture old = RuleSetFixture.of(before);
    assertThat(old.alertsOf(TRY, 2)).containsExactly(100, 100);
    RuleSetFixture successor = RuleSetFixture.of(after);

    successor.rules.takeOver(old.memory);

    return idAt(successor, old.memory, 2);
  }

  private static int idAt(RuleSetFixture fixture, Correlation memory, int second) {
    Optional<Alert> alert =
        fixture.rules.evaluate(TRY, RuleSetFixture.NOON.plusSeconds(second), memory).alert();
    return alert.map(raised -> raised.rule().id()).orElse(0);
  }

  @Test
  void takeOver_sameRules_countGoesOn() {
    assertThat(ruleOfThird(TRIED + COUNT, TRIED + COUNT)).isEqualTo(101);
  }

  @Test
  void takeOver_movedWithinTheFileAndBesideNewOnes_countGoesOn() {
    String after = "\n<!-- a comment -->\n" + rule(99, 3, "<match>new</match>") + TRIED + "\n";

    assertThat(ruleOfThird(TRIED + COUNT, after + COUNT)).isEqualTo(101);
  }

  @Test
  void takeOver_countedRuleChanged_countGoesOn() {
    assertThat(ruleOfThird(TRIED + COUNT, rule(100, 6, "<match>try</match>") + COUNT))
        .isEqualTo(101);
  }

  @Test
  void takeOver_countChanged_beginsAnew() {
    String changed = counting("frequency=\"3\" timeframe=\"61\"");

    assertThat(ruleOfThird(TRIED + COUNT, TRIED + changed)).isEqualTo(100);
  }

  @Test
  void takeOver_countOverwrittenOnlyInOne_beginsAnew() {
    String overwritten = COUNT + counting("frequency=\"3\" timeframe=\"60\" overwrite=\"yes\"");

    assertThat(ruleOfThird(TRIED + COUNT, TRIED + overwritten)).isEqualTo(100);
    assertThat(ruleOfThird(TRIED + overwritten, TRIED + overwritten)).isEqualTo(101);
  }

  @Test
  void takeOver_usedUpEvents_stayUsedUp() {
    RuleSetFixture old = RuleSetFixture.of(TRIED + COUNT);
    assertThat(old.alertsOf(TRY, 3)).containsExactly(100, 100, 101);
    RuleSetFixture successor = RuleSetFixture.of(TRIED + COUNT);

    successor.rules.takeOver(old.memory);

    assertThat(idAt(successor, old.memory, 3)).isEqualTo(100);
  }

  @Test
  void takeOver_silence_staysForAnUnchangedRule() {
    String silent =
        "<rule id=\"100\" level=\"5\" ignore=\"60\"><match>try</match>"
            + "<description>Once a minute.</description></rule>";
    RuleSetFixture old = RuleSetFixture.of(silent);
    assertThat(old.alertsOf(TRY, 2)).containsExactly(100, 0);
    RuleSetFixture successor = RuleSetFixture.of(silent + rule(102, 3, "<match>y</match>"));
    successor.rules.takeOver(old.memory);
    assertThat(idAt(successor, old.memory, 2)).isZero();

    RuleSetFixture changed = RuleSetFixture.of(silent.replace("Once", "One"));
    changed.rules.takeOver(old.memory);

    assertThat(idAt(changed, old.memory, 3)).isEqualTo(100);
  }

  @Test
  void evaluate_withTheOldRuleset_isRefused() {
    RuleSetFixture old = RuleSetFixture.of(TRIED);
    RuleSetFixture.of(TRIED).rules.takeOver(old.memory);

    assertThatThrownBy(() -> old.evaluate(TRY)).isInstanceOf(IllegalArgumentException.class);
  }
}
