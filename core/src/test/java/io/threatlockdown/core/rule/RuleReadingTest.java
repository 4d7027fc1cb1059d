package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads small rule files, right and wrong. */
class RuleReadingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<matchh>x</matchh>",
        "<regex>(a(b))</regex>",
        "<match type=\"pcre2\">(</match>",
        "<match colour=\"red\">x</match>",
        "<field>x</field>",
        "<field name=\"srcip\">x</field>",
        "<srcip>nowhere</srcip>",
        "<time>late</time>",
        "<weekday>someday</weekday>",
        "<compiled_rule>rm -rf</compiled_rule>",
        "<list field=\"srcip\">etc/lists/none</list>",
        "<if_sid>999275|1</if_sid>",
        "<if_sid>4711</if_sid>",
        "<if_level>high</if_level>",
        "<if_group>nobody</if_group>",
        "<if_matched_sid>many</if_matched_sid>",
        "<category>nonsense</category>",
        "<options>loudly</options>",
        "<mitre><name>x</name></mitre>",
        "<same_srcip />",
        "<different_weather />"
      })
  void read_wrongElement_leavesOutThatRuleOnly(String element) {
    RuleSetFixture fixture =
        RuleSetFixture.of(rule(100, 3, element) + rule(101, 3, "<match>fine</match>"));

    assertThat(fixture.errors()).isNotEmpty().allMatch(text -> text.startsWith("rule '100': "));
    assertThat(fixture.rules.rule(100)).isEmpty();
    assertThat(fixture.matches("fine")).isEqualTo(101);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id=\"x\" level=\"3\"",
        "id=\"1000000\" level=\"3\"",
        "id=\"100\"",
        "level=\"3\"",
        "id=\"100\" level=\"17\"",
        "id=\"100\" level=\"3\" frequency=\"1\"",
        "id=\"100\" level=\"3\" frequency=\"3\"",
        "id=\"100\" level=\"3\" noalert=\"yes\"",
        "id=\"100\" level=\"3\" overwrite=\"1\"",
        "id=\"100\" level=\"3\" colour=\"red\""
      })
  void read_wrongAttributes_leavesOutThatRuleOnly(String attributes) {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            "<rule "
                + attributes
                + "><match>x</match><description>x</description></rule>"
                + rule(101, 3, "<match>fine</match>"));

    assertThat(fixture.errors()).isNotEmpty();
    assertThat(fixture.rules.size()).isEqualTo(2);
    assertThat(fixture.matches("fine")).isEqualTo(101);
  }

  @Test
  void read_ruleWithoutDescription_isLeftOut() {
    RuleSetFixture fixture =
        RuleSetFixture.of("<rule id=\"100\" level=\"3\"><match>x</match></rule>");

    assertThat(fixture.errors()).containsExactly("rule '100': the rule needs a <description>");
  }

  @Test
  void read_problem_namesFileLineAndAllowedValues() {
    RuleSetFixture fixture = RuleSetFixture.of("\n\n" + rule(100, 77, "<match>x</match>"));

    assertThat(fixture.problems)
        .extracting(Problem::toString)
        .containsExactly(
            "test.xml:3: error: rule '100': attribute level of <rule> must be a number 0 to 16:"
                + " was '77'");
  }

  @Test
  void read_idTwice_keepsTheFirstAndReportsTheSecond() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            rule(100, 3, "<match>first</match>") + rule(100, 5, "<match>second</match>"));

    assertThat(fixture.errors()).hasSize(1);
    assertThat(fixture.matches("second")).isZero();
    assertThat(fixture.matches("first")).isEqualTo(100);
  }

  @Test
  void read_unreadableFile_leavesOutThatFileOnly() {
    List<Problem> problems = new ArrayList<>();

    RuleSet rules =
        RuleSet.read(
            List.of(
                new ConfigFile("bad.xml", "<group name=\"x\"><rule>"),
                new ConfigFile("root.xml", RuleSetFixture.ROOT),
                new ConfigFile(
                    "stray.xml", "<rule id=\"9\"/><group/><group name=\"y\"><x/></group>")),
            List.of(),
            problems::add);

    assertThat(rules.size()).isEqualTo(1);
    assertThat(problems)
        .extracting(Problem::file)
        .containsExactly("bad.xml", "stray.xml", "stray.xml", "stray.xml");
  }

  @Test
  void read_unknownTypeOrNegation_warnsAndTakesTheDefault() {
    RuleSetFixture fixture =
        RuleSetFixture.asking("<match type=\"grep\" negate=\"maybe\">.x</match>");

    assertThat(fixture.warnings()).hasSize(2);
    assertThat(fixture.matches("a.x")).isEqualTo(100);
    assertThat(fixture.matches("abx")).isZero();
  }

  @Test
  void read_repeatedElement_isOneText() {
    RuleSetFixture fixture = RuleSetFixture.asking("<match>one|</match><match>two</match>");

    assertThat(fixture.matches("two")).isEqualTo(100);
    assertThat(fixture.matches("one")).isEqualTo(100);
  }

  @Test
  void read_rule_tellsAllThatAlertsShow() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            """
            <rule id="100" level="7">
              <match>x</match>
              <group>attack,pci_dss_10.2.4,
            gdpr_IV_35.7.d,pci_dss_10.2.5,attack,nist_800_53_AU.14,</group>
              <description>Two
            lines</description>
              <mitre><id>T1110.001</id><id>T1021</id></mitre>
              <options>no_full_log,no_ar</options>
            </rule>
            """);

    Rule rule = fixture.rules.rule(100).orElseThrow();

    assertThat(fixture.problems).isEmpty();
    assertThat(rule.description()).isEqualTo("Two lines");
    assertThat(rule.groups()).containsExactly("test", "attack");
    assertThat(rule.compliance().keySet()).containsExactly("pci_dss", "gdpr", "nist_800_53");
    assertThat(rule.compliance().get("pci_dss")).containsExactly("10.2.4", "10.2.5");
    assertThat(rule.mitreIds()).containsExactly("T1110.001", "T1021");
    assertThat(rule.options())
        .containsExactlyInAnyOrder(Rule.Option.NO_FULL_LOG, Rule.Option.NO_AR);
    assertThat(rule.frequency()).isEmpty();
  }

  @Test
  void read_garbage_neverThrows() {
    Random random = new Random(4711);
    String whole = "<group name=\"t,\">" + rule(100, 3, "<match>a|b</match>") + "</group>";

    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder(whole);
      for (int i = 0; i < 3; i++) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
      }
      List<Problem> problems = new ArrayList<>();
      RuleSet rules =
          RuleSet.read(
              List.of(
                  new ConfigFile("root.xml", RuleSetFixture.ROOT),
                  new ConfigFile("garbage.xml", text.toString())),
              List.of(),
              problems::add);
      assertThat(rules.size()).isPositive();
    }
  }
}
