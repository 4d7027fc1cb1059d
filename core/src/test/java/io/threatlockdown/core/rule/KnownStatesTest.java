package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reports of the same thing again: only what changed is an event. */
class KnownStatesTest {
  private static final String RULES =
      """
      <group name="ossec,">
        <rule id="7" level="0" noalert="1">
          <category>ossec</category><description>root</description></rule>
        <rule id="580" level="8"><category>ossec</category>
          <decoded_as>hostinfo_modified</decoded_as><description>Changed.</description></rule>
        <rule id="581" level="8"><category>ossec</category>
          <decoded_as>hostinfo_new</decoded_as><description>New.</description></rule>
        <rule id="19000" level="0"><category>ossec</category>
          <decoded_as>sca</decoded_as><description>SCA.</description></rule>
        <rule id="19007" level="7"><if_sid>19000</if_sid>
          <field name="sca.check.result">failed</field><description>Failed.</description></rule>
        <rule id="19011" level="9"><if_sid>19007</if_sid>
          <field name="sca.check.previous_result">passed</field><description>Now fails.</description>
        </rule>
      </group>
      """;

  private final RuleSetFixture fixture = RuleSetFixture.ofFile(RULES);

  private int ruleOf(Event event) {
    return fixture.evaluate(event).rule().map(Rule::id).orElse(0);
  }

  private static Event host(String address, String ports) {
    return event("Host: " + address + ", " + ports)
        .decoder("hostinfo_new", Optional.empty(), Category.OSSEC)
        .field(StaticField.ID, address)
        .field(StaticField.DATA, ports)
        .build();
  }

  private static Event check(String id, String result) {
    return event("{}")
        .decoder("sca", Optional.empty(), Category.OSSEC)
        .dynamicField("sca.policy_id", "cis")
        .dynamicField("sca.check.id", id)
        .dynamicField("sca.check.result", result)
        .build();
  }

  @Test
  void evaluate_portsOfAHost_areNewThenModifiedOnlyIfTheyChange() {
    assertThat(ruleOf(host("192.0.2.9", "22"))).isEqualTo(581);
    assertThat(ruleOf(host("192.0.2.9", "22"))).isZero();
    assertThat(ruleOf(host("192.0.2.9", "22 80"))).isEqualTo(580);
    assertThat(ruleOf(host("192.0.2.9", "22 80"))).isZero();
    assertThat(ruleOf(host("192.0.2.10", "22"))).isEqualTo(581);
  }

  @Test
  void evaluate_checkOfConfiguration_knowsItsPreviousResult() {
    assertThat(ruleOf(check("1", "failed"))).isEqualTo(19007);
    assertThat(ruleOf(check("1", "failed"))).isZero();
    assertThat(ruleOf(check("1", "passed"))).isEqualTo(19000);
    assertThat(ruleOf(check("1", "failed"))).isEqualTo(19011);
    assertThat(ruleOf(check("2", "failed"))).isEqualTo(19007);
  }

  @Test
  void evaluate_summaryOrKnowingCheck_isLeftAlone() {
    Event knowing =
        check("1", "failed").toBuilder()
            .dynamicField("sca.check.previous_result", "passed")
            .build();

    assertThat(ruleOf(knowing)).isEqualTo(19011);
    assertThat(ruleOf(knowing)).isEqualTo(19011);
  }
}
