package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.event;
import static io.threatlockdown.core.rule.RuleSetFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Category;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Evaluates events against small trees: which rule is tried first, and which one counts. */
class RuleTreeTest {
  @Test
  void evaluate_siblings_higherLevelFirstButLevelZeroBeforeAll() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 5, "<match>a</match>")
                + rule(101, 9, "<match>a</match>")
                + rule(102, 9, "<match>a</match>")
                + rule(103, 0, "<match>ab</match>"));

    assertThat(fixture.matches("a")).isEqualTo(101);
    assertThat(fixture.matches("ab")).isEqualTo(103);
  }

  @Test
  void evaluate_inaccurateRule_isTriedLast() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            "<rule id=\"100\" level=\"9\" accuracy=\"0\"><match>a</match>"
                + "<description>x</description></rule>"
                + rule(101, 3, "<match>a</match>"));

    assertThat(fixture.matches("a")).isEqualTo(101);
  }

  @Test
  void evaluate_child_countsInsteadOfItsParent() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 0, "<match>a</match>")
                + rule(101, 5, "<if_sid>100</if_sid><match>b</match>")
                + rule(102, 5, "<if_sid>101</if_sid><match>c</match>"));

    assertThat(fixture.matches("a")).isEqualTo(100);
    assertThat(fixture.matches("ab")).isEqualTo(101);
    assertThat(fixture.matches("abc")).isEqualTo(102);
    assertThat(fixture.matches("bc")).isZero();
  }

  @Test
  void evaluate_severalParents_hasAPlaceBelowEach() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 0, "<match>a</match>")
                + rule(101, 0, "<match>b</match>")
                + rule(102, 5, "<if_sid>100, 101,</if_sid><match>x</match>")
                + rule(103, 5, "<if_sid>102</if_sid><match>y</match>"));

    assertThat(fixture.matches("bxy")).isEqualTo(103);
    assertThat(fixture.matches("axy")).isEqualTo(103);
  }

  @Test
  void evaluate_ifGroup_findsPartsOfGroupNames() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 0, "<match>a</match><group>webmin,</group>")
                + rule(101, 5, "<if_group>nothing|WEB</if_group><match>x</match>")
                + rule(102, 6, "<if_group>^web</if_group><match>x</match>"));

    assertThat(fixture.matches("ax")).isEqualTo(101);
    assertThat(fixture.errors()).hasSize(1);
  }

  @Test
  void evaluate_ifLevel_takesThatLevelAndAbove() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 5, "<match>a</match>")
                + rule(101, 8, "<match>b</match>")
                + rule(102, 3, "<if_level>7</if_level><match>x</match>"));

    assertThat(fixture.matches("ax")).isEqualTo(100);
    assertThat(fixture.matches("bx")).isEqualTo(102);
    assertThat(fixture.matches("x")).as("below the root, whose level is 0").isEqualTo(102);
  }

  @Test
  void evaluate_noalertRule_onlyLeadsToItsChildren() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            "<rule id=\"100\" level=\"9\" noalert=\"1\"><match>a</match>"
                + "<description>x</description></rule>"
                + rule(101, 3, "<if_sid>100</if_sid><match>b</match>")
                + rule(102, 3, "<match>a</match>"));

    assertThat(fixture.matches("ab")).isEqualTo(101);
    assertThat(fixture.matches("a")).isEqualTo(102);
  }

  @Test
  void evaluate_overwrittenRule_keepsItsPlaceAndChildren() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 0, "<match>a</match>")
                + rule(101, 5, "<if_sid>100</if_sid><match>old</match>")
                + rule(102, 6, "<if_sid>101</if_sid><match>child</match>")
                + "<rule id=\"101\" level=\"7\" overwrite=\"yes\"><match>new</match>"
                + "<description>New</description></rule>");

    assertThat(fixture.problems).isEmpty();
    assertThat(fixture.matches("a old")).isEqualTo(100);
    assertThat(fixture.matches("new")).isZero();
    assertThat(fixture.matches("a new child")).isEqualTo(102);
    assertThat(fixture.rules.rule(101).map(Rule::level)).contains(7);
  }

  @Test
  void evaluate_wrongOverwrite_leavesTheOldRule() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 5, "<match>a</match>")
                + "<rule id=\"100\" level=\"7\" overwrite=\"yes\">"
                + "<list field=\"id\">etc/lists/none</list><description>x</description></rule>");

    assertThat(fixture.errors()).hasSize(1);
    assertThat(fixture.evaluate(event("a").build()).rule().map(Rule::level)).contains(5);
  }

  @Test
  void evaluate_categoryWithoutRoot_matchesNothing() {
    RuleSetFixture fixture = RuleSetFixture.of(rule(100, 5, ""));

    assertThat(fixture.matches(event("a").decoder("snort", Optional.empty(), Category.IDS)))
        .isZero();
    assertThat(fixture.matches("a")).isEqualTo(100);
  }

  @Test
  void read_ruleOfCategoryWithoutRoot_isLeftOut() {
    RuleSetFixture fixture = RuleSetFixture.of(rule(100, 5, "<category>ids</category>"));

    assertThat(fixture.errors())
        .containsExactly("rule '100': no rule is loaded below which it could stand");
  }

  @Test
  void read_longChainOfRules_stopsAtTheNamedDepth() {
    StringBuilder chain = new StringBuilder(rule(100, 0, ""));
    for (int id = 101; id < 100 + 2 * RuleTree.DEPTH_MAX; id++) {
      chain.append(rule(id, 0, "<if_sid>" + (id - 1) + "</if_sid>"));
    }

    RuleSetFixture fixture = RuleSetFixture.of(chain.toString());

    assertThat(fixture.matches("a")).isEqualTo(100 + RuleTree.DEPTH_MAX - 2);
    assertThat(fixture.errors()).isNotEmpty();
  }
}
