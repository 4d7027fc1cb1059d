package io.threatlockdown.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.event.DecoderFacts;
import io.threatlockdown.core.suite.Suite;
import io.threatlockdown.core.suite.SuiteCase;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks rules in strings, below the roots of two categories; line 1 holds the roots. */
class RuleLintTest {
  private static final String ROOTS =
      "<group name=\"syslog,\"><rule id=\"1\" level=\"0\" noalert=\"1\"><category>syslog</category>"
          + "<description>Logs.</description></rule>"
          + "<rule id=\"2\" level=\"0\" noalert=\"1\"><category>firewall</category>"
          + "<description>Firewalls.</description></rule></group>\n";

  private static final String DECODERS =
      """
      <decoder name="app"><program_name>^app</program_name></decoder>
      <decoder name="app-login"><parent>app</parent>
        <regex>user (\\S+) from (\\S+) by (\\S+)</regex><order>user, srcip, Method</order></decoder>
      <decoder name="wall"><type>firewall</type><prematch>^wall </prematch></decoder>
      <decoder name="json"><prematch>^{</prematch><plugin_decoder>JSON_Decoder</plugin_decoder>
      </decoder>
      """;

  private static final Pattern NEVER_MATCHES = Pattern.compile("rule '(\\d+)': never matches.*");

  private final List<Problem> problems = new ArrayList<>();

  @Test
  void check_soundRules_findsNothing() {
    check(
        rule(10, 3, "<decoded_as>app</decoded_as>"),
        rule(11, 5, "<if_sid>10</if_sid><field name=\"method\">^key$</field><user>root</user>"),
        rule(12, 5, "<if_sid>10</if_sid><match>wrong</match><srcip>192.0.2.1</srcip>"),
        rule(13, 3, "<decoded_as>json</decoded_as><field name=\"a.b\">x</field><action>y</action>"),
        counting(14, "<if_matched_sid>11</if_matched_sid><same_srcip /><same_user />"),
        counting(15, "<if_matched_group>app</if_matched_group><if_sid>10</if_sid>"));

    assertThat(problems).isEmpty();
  }

  @Test
  void check_siblingWithoutConditionsBeforeIt_hidesARule() {
    check(
        rule(10, 3, "<decoded_as>app</decoded_as>"),
        rule(11, 7, "<if_sid>10</if_sid>"),
        rule(12, 5, "<if_sid>10</if_sid><match>x</match>"));

    assertWarning(4, "rule '12': never matches: rule 11 (level 7) is tried before it");
  }

  @Test
  void check_levelZeroSibling_isTriedBeforeAndHides() {
    check(
        rule(10, 3, "<decoded_as>app</decoded_as>"),
        rule(11, 12, "<if_sid>10</if_sid><match>fatal error</match>"),
        rule(12, 0, "<if_sid>10</if_sid><match>warning|error</match>"));

    assertWarning(3, "rule '11': never matches: rule 12 (level 0) is tried before it");
  }

  @Test
  void check_siblingThatOnlyLeadsOrCountsOrAsksForMore_hidesNothing() {
    check(
        rule(10, 3, "<decoded_as>app</decoded_as>"),
        rule(11, 7, "<if_sid>10</if_sid>").replace("level=\"7\"", "level=\"7\" noalert=\"1\""),
        counting(12, "<if_matched_sid>10</if_matched_sid>"),
        rule(13, 6, "<if_sid>10</if_sid><match>a long text</match>"),
        rule(14, 5, "<if_sid>10</if_sid><match>a long</match>"),
        rule(15, 4, "<if_sid>10</if_sid><match type=\"pcre2\">A LONG</match>"));

    assertThat(problems).isEmpty();
  }

  @Test
  void check_conditionAgainstItsParents_neverMatches() {
    check(
        rule(10, 3, "<decoded_as>json</decoded_as><id>^100$|^101$</id>"),
        rule(11, 5, "<if_sid>10</if_sid><id>^102$</id>"),
        rule(12, 5, "<if_sid>10</if_sid><decoded_as>app</decoded_as>"),
        rule(13, 5, "<if_sid>10</if_sid><id>^101$</id>"));

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "r.xml:3: warning: rule '11': never matches: pattern '^102$' is at odds with pattern"
                + " '^100$|^101$' of rule 10, below which it stands",
            "r.xml:4: warning: rule '12': never matches: <decoded_as> app is at odds with"
                + " <decoded_as> json of rule 10, below which it stands");
  }

  @Test
  void check_decoderOfAnotherCategory_neverMatches() {
    check(
        rule(10, 3, "<decoded_as>wall</decoded_as>"),
        rule(11, 3, "<category>firewall</category><decoded_as>wall</decoded_as>"));

    assertWarning(2, "root of category syslog, but events of decoder 'wall' are of [firewall]");
  }

  @Test
  void check_unknownDecoder_isAnError() {
    check(rule(10, 3, "<decoded_as>ap</decoded_as>"));

    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR),
            problem -> assertThat(problem.text()).contains("decoder 'ap', which is not loaded"));
  }

  @Test
  void check_fieldsThatNoDecoderSets_areNamedWithTheirElement() {
    check(
        rule(10, 3, "<decoded_as>app</decoded_as>\n<field name=\"verb\">x</field>"),
        rule(11, 5, "<if_sid>10</if_sid>\n<status>up</status>\n<user>root</user>"),
        counting(12, "<if_matched_sid>10</if_matched_sid>\n<same_field>port</same_field>"),
        rule(13, 3, "<decoded_as>app</decoded_as>").replace("A rule.", "\n$(Method) $(size)"));

    assertThat(problems).extracting(Problem::line).containsExactly(3, 5, 8, 9);
    assertThat(problems)
        .extracting(Problem::text)
        .satisfiesExactly(
            text -> assertThat(text).contains("<field> names field 'verb'", "(app)", "never match"),
            text -> assertThat(text).contains("<status> names field 'status'"),
            text -> assertThat(text).contains("<same_field> names field 'port'", "never counts"),
            text -> assertThat(text).contains("<description> names field 'size'"));
  }

  @Test
  void check_countsOfWhatNeverComes_neverMatch() {
    check(
        rule(10, 0, "<decoded_as>app</decoded_as>"),
        rule(11, 3, "<if_sid>10</if_sid><match>a</match>")
            .replace("level=\"3\"", "level=\"3\" noalert=\"1\""),
        counting(12, "<if_matched_sid>10</if_matched_sid>"),
        counting(13, "<if_matched_sid>11</if_matched_sid>"),
        counting(14, "<if_sid>10</if_sid><if_matched_sid>99</if_matched_sid>"),
        counting(15, "<if_sid>10</if_sid><if_matched_group>later</if_matched_group>"));

    assertThat(problems)
        .extracting(Problem::text)
        .satisfiesExactly(
            text -> assertThat(text).startsWith("rule '12'").endsWith("it has level 0"),
            text -> assertThat(text).startsWith("rule '13'").endsWith("it has noalert"),
            text -> assertThat(text).startsWith("rule '14'").endsWith("99, which is not loaded"),
            text -> assertThat(text).startsWith("rule '15'").contains("no rule before it"));
  }

  @Test
  void check_firstTimeSeenWithoutSuchADecoder_neverMatches() {
    check(rule(10, 3, "<decoded_as>app</decoded_as><if_fts />"));

    assertWarning(2, "<if_fts> needs a decoder with <fts>");
  }

  @Test
  void check_duplicateId_namesWhereTheFirstIs() {
    check(rule(10, 3, "<match>a</match>"), rule(10, 3, "<match>b</match>"));

    assertThat(problems)
        .singleElement()
        .satisfies(problem -> assertThat(problem.text()).contains("taken by the rule at r.xml:2"));
  }

  @Test
  void check_overwrittenRule_isCheckedWhereItIsOverwritten() {
    check(
        rule(10, 3, "<decoded_as>app</decoded_as><field name=\"old\">x</field>"),
        rule(10, 3, "<decoded_as>app</decoded_as><field name=\"new\">x</field>")
            .replace("level=\"3\"", "level=\"3\" overwrite=\"yes\""));

    assertWarning(3, "field 'new'");
  }

  @Test
  void check_placesWithoutADatabase_neverMatch() {
    String rules =
        ROOTS
            + "<group name=\"app,\">"
            + rule(10, 3, "<decoded_as>json</decoded_as>\n<srcgeoip>DE</srcgeoip>")
            + counting(11, "<if_matched_sid>10</if_matched_sid>\n<same_dstgeoip />")
            + "</group>";

    check(decoders().facts(), rules);

    assertThat(problems).extracting(Problem::line).containsExactly(3, 4);
    assertThat(problems)
        .extracting(Problem::text)
        .allSatisfy(text -> assertThat(text).contains("without a GeoIP database"));

    problems.clear();
    check(decoders().locatedBy(address -> Optional.empty()).facts(), rules);

    assertThat(problems).isEmpty();
  }

  @Test
  void check_listLineWithoutColon_isNamed() {
    RuleLint.check(
        RulesetFlavour.WAZUH,
        List.of(new ConfigFile("r.xml", ROOTS)),
        List.of(new ConfigFile("etc/lists/bad", "a:1\n\nb\n")),
        decoders().facts(),
        problems::add);

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly("etc/lists/bad:3: warning: expected key: or key:value; ignored: 'b'");
  }

  @Test
  void check_wazuhsRules_neverCallsARuleUnreachableThatItsSuitesReach() {
    WazuhFiles.assumePresent();
    Decoders decoders = Decoders.read(WazuhFiles.suiteDecoders(), problem -> {});
    Set<String> reached =
        WazuhFiles.suites().stream()
            .flatMap(file -> Suite.read(file, RulesetFlavour.WAZUH, p -> {}).cases().stream())
            .filter(one -> !one.mustFail())
            .map(SuiteCase::expected)
            .map(SuiteCase.Answer::rule)
            .collect(Collectors.toSet());

    RuleLint.check(
        RulesetFlavour.WAZUH,
        WazuhFiles.suiteRules(),
        WazuhFiles.lists(),
        decoders.facts(),
        problems::add);

    List<String> unreachable =
        problems.stream()
            .map(problem -> NEVER_MATCHES.matcher(problem.text()))
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .toList();
    assertThat(unreachable).hasSizeGreaterThan(30).doesNotContainAnyElementsOf(reached);
  }

  private void check(String... rules) {
    check(
        decoders().facts(),
        ROOTS + "<group name=\"app,\">" + String.join("\n", rules) + "</group>");
  }

  private void check(DecoderFacts facts, String rules) {
    RuleLint.check(
        RulesetFlavour.WAZUH,
        List.of(new ConfigFile("r.xml", rules)),
        List.of(),
        facts,
        problems::add);
  }

  private static Decoders decoders() {
    return Decoders.read(List.of(new ConfigFile("d.xml", DECODERS)), problem -> {});
  }

  private void assertWarning(int line, String text) {
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING),
            problem -> assertThat(problem.line()).isEqualTo(line),
            problem -> assertThat(problem.text()).contains(text));
  }

  private static String rule(int id, int level, String conditions) {
    return "<rule id=\""
        + id
        + "\" level=\""
        + level
        + "\">"
        + conditions
        + "<description>A rule.</description></rule>";
  }

  private static String counting(int id, String conditions) {
    return rule(id, 10, conditions)
        .replace("level=\"10\"", "level=\"10\" frequency=\"3\" timeframe=\"60\"");
  }
}
