package io.threatlockdown.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.rule.Correlation;
import io.threatlockdown.core.rule.RuleSet;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.RulesetFlavour;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import io.threatlockdown.ops.ruleset.Rulesets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gives rules and decoders a line that their patterns choke on, and reads the health. */
class SearchReportsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String DECODERS =
      """
      <decoder name="slow">
        <prematch type="pcre2">^(a+)+$</prematch>
      </decoder>
      """;
  private static final String RULES =
      """
      <group name="test,">
        <rule id="1" level="0" noalert="1">
          <category>syslog</category><description>All logs.</description>
        </rule>
        <rule id="100" level="3">
          <if_sid>1</if_sid><regex type="pcre2">(x|y)*z$</regex><description>Slow.</description>
        </rule>
        <rule id="101" level="3">
          <if_sid>1</if_sid><regex type="pcre2">nothing</regex><description>Fast.</description>
        </rule>
      </group>
      """;

  private final Health health = new Health();
  private final LoadedRuleset ruleset =
      new LoadedRuleset(
          RulesetFlavour.WAZUH,
          Decoders.read(List.of(new ConfigFile("decoders.xml", DECODERS)), problem -> {}),
          RuleSet.read(List.of(new ConfigFile("rules.xml", RULES)), List.of(), problem -> {}),
          Rulesets.load(List.of(), problem -> {}).mitre());
  private final Correlation memory = ruleset.rules().correlation(() -> 1);
  private final SearchReports reports = new SearchReports(() -> ruleset, health);

  @Test
  void look_nothingGivenUp_saysNothing() {
    analyse("aaa");

    reports.look();

    assertThat(health.parts()).isEmpty();
  }

  @Test
  void look_searchesGivenUp_namesRulesAndDecoders() {
    analyse("a".repeat(60_000) + "!");
    analyse("xy".repeat(30_000));
    analyse("xy".repeat(30_000));

    reports.look();

    assertThat(health.parts())
        .containsExactly(
            new Health.Part(
                SearchReports.PART,
                Health.Status.DEGRADED,
                "searches given up: 2 of rule 100, 1 of decoder slow"));
    assertThat(health.ready()).isTrue();
  }

  private void analyse(String text) {
    LogLine line = LogLine.log(text, "test", ReportingHost.local("here"), NOON);
    assertThat(ruleset.rules().evaluate(ruleset.decoders().decode(line), NOON, memory).alert())
        .isEmpty();
  }
}
