package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.event;
import static io.threatlockdown.core.rule.RuleSetFixture.ossec;
import static io.threatlockdown.core.rule.RuleSetFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks of events what OSSEC's rules ask otherwise than Wazuh's (spec ruleset §9). */
class OssecRulesTest {
  @Test
  void read_unknownIfSid_isFatalAndNamesFileAndLine() {
    RuleSetFixture fixture = ossec("\n" + rule(100, 3, "<if_sid>1, 99</if_sid>"));

    assertThat(fixture.problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Problem.Severity.FATAL);
              assertThat(problem.file()).isEqualTo("test.xml");
              assertThat(problem.line()).isEqualTo(2);
              assertThat(problem.text()).contains("rule '100'", "<if_sid>", "99", "not loaded");
            });
  }

  @Test
  void read_unknownIfMatchedSid_isFatalToo() {
    RuleSetFixture fixture = ossec(rule(100, 3, "<if_matched_sid>99</if_matched_sid>"));

    assertThat(fixture.problems)
        .extracting(Problem::severity)
        .containsExactly(Problem.Severity.FATAL);
  }

  @Test
  void read_parentLoadedLater_isFatalForTheOrderIsTheCallers() {
    RuleSetFixture fixture =
        ossec(rule(101, 3, "<if_sid>100</if_sid>") + rule(100, 3, "<match>x</match>"));

    assertThat(fixture.problems)
        .extracting(Problem::severity)
        .containsExactly(Problem.Severity.FATAL);
  }

  @Test
  void read_missingDescription_isAllowed() {
    RuleSetFixture fixture = ossec("<rule id=\"100\" level=\"3\"><match>x</match></rule>");

    assertThat(fixture.problems).isEmpty();
    assertThat(fixture.evaluate(event("x").build()).description()).isEmpty();
  }

  @Test
  void evaluate_countsAcrossHosts_isOssecsWay() {
    assertThat(ossec("").rules.countsAcrossHosts()).isTrue();
    assertThat(RuleSetFixture.of("").rules.countsAcrossHosts()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'<match>!foo</match>', foo, 0",
    "'<match>!foo</match>', a!foo, 100",
    "'<match>FOO$</match>', a foo, 100",
    "'<regex>(a)(\\d+)</regex>', A12, 100",
    "'<pcre2>^a[b]c$</pcre2>', ABC, 100",
    "'<pcre2>^a[b]c$</pcre2>', abcd, 0",
    "'<match_pcre2>^a+$</match_pcre2>', AAA, 100",
    "'<match>a</match><match_pcre2>^b+$</match_pcre2>', a, 100",
    "'<regex>a</regex><pcre2>^b+$</pcre2>', bb, 0",
  })
  void evaluate_pattern_readsTheLog(String condition, String log, int id) {
    RuleSetFixture fixture = ossec(rule(100, 3, condition));

    assertThat(fixture.errors()).isEmpty();
    assertThat(fixture.matches(log)).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({
    "id_pcre2, ID",
    "url_pcre2, URL",
    "status_pcre2, STATUS",
    "user_pcre2, DSTUSER",
    "extra_data_pcre2, DATA",
    "srcport_pcre2, SRCPORT",
    "dstport_pcre2, DSTPORT",
  })
  void evaluate_pcre2Element_readsItsField(String element, StaticField field) {
    RuleSetFixture fixture = ossec(rule(100, 3, "<" + element + ">^4[0]4$</" + element + ">"));

    assertThat(fixture.matches(event("x").field(field, "404"))).isEqualTo(100);
    assertThat(fixture.matches(event("x").field(field, "4404"))).isZero();
    assertThat(fixture.matches("x")).isZero();
  }

  @Test
  void evaluate_pcre2OfHeader_readsHostAndProgram() {
    RuleSetFixture fixture =
        ossec(
            rule(
                100,
                3,
                "<hostname_pcre2>^web-\\d$</hostname_pcre2>"
                    + "<program_name_pcre2>^(su|sudo)$</program_name_pcre2>"));

    assertThat(fixture.matches(event("x").hostname("web-1").programName("SUDO"))).isEqualTo(100);
    assertThat(fixture.matches(event("x").hostname("db-1").programName("su"))).isZero();
  }

  @ParameterizedTest
  @CsvSource({"srcgeoip_pcre2", "dstgeoip_pcre2"})
  void evaluate_pcre2OfGeoipWithoutDatabase_neverMatches(String element) {
    RuleSetFixture fixture = ossec(rule(100, 3, "<" + element + ">.*</" + element + ">"));

    assertThat(fixture.matches(event("x").field(StaticField.SRCIP, "192.0.2.1"))).isZero();
    assertThat(fixture.errors()).isEmpty();
  }

  @Test
  void evaluate_plainAndPcre2Url_bothCount() {
    RuleSetFixture fixture = ossec(rule(100, 3, "<url>^/adm</url><url_pcre2>\\.php$</url_pcre2>"));

    assertThat(fixture.matches(event("x").field(StaticField.URL, "/adm/x.php"))).isEqualTo(100);
    assertThat(fixture.matches(event("x").field(StaticField.URL, "/adm/x"))).isZero();
    assertThat(fixture.matches(event("x").field(StaticField.URL, "/x.php"))).isZero();
  }

  @Test
  void evaluate_extraData_testsData() {
    RuleSetFixture fixture = ossec(rule(100, 3, "<extra_data>^x$</extra_data>"));

    assertThat(fixture.matches(event("x").field(StaticField.DATA, "x"))).isEqualTo(100);
    assertThat(fixture.matches(event("x").field(StaticField.EXTRA_DATA, "x"))).isZero();
  }

  @Test
  void evaluate_listOfExtraData_looksDataUp() {
    RuleSetFixture fixture =
        ossec(
            rule(100, 3, "<list field=\"extra_data\">lists/bad</list>"),
            new ConfigFile("lists/bad", "x:1\n"));

    assertThat(fixture.matches(event("y").field(StaticField.DATA, "x"))).isEqualTo(100);
  }

  @Test
  void evaluate_descriptionWithExtraData_showsData() {
    RuleSetFixture fixture =
        ossec(
            "<rule id=\"100\" level=\"3\"><match>x</match>"
                + "<description>Got $(extra_data).</description></rule>");

    assertThat(fixture.evaluate(event("x").field(StaticField.DATA, "it").build()).description())
        .isEqualTo("Got it.");
  }

  @ParameterizedTest
  @CsvSource({
    "'<srcip>!192.0.2.0/24</srcip>', 192.0.2.7, 0",
    "'<srcip>!192.0.2.0/24</srcip>', 198.51.100.7, 100",
    "'<srcip>!192.0.2.1</srcip><srcip>!192.0.2.2</srcip>', 192.0.2.2, 0",
    "'<srcip>!192.0.2.1</srcip><srcip>!192.0.2.2</srcip>', 192.0.2.3, 100",
    "'<srcip>192.0.2.1</srcip><srcip>192.0.2.2</srcip>', 192.0.2.2, 100",
    "'<srcip>192.0.2.1</srcip><srcip>!192.0.2.0/24</srcip>', 192.0.2.1, 100",
    "'<srcip>any</srcip>', 192.0.2.1, 100",
    "'<srcip>!192.0.2.1</srcip>', nobody, 0",
  })
  void evaluate_sourceWithBang_isNegated(String condition, String address, int id) {
    RuleSetFixture fixture = ossec(rule(100, 3, condition));

    assertThat(fixture.problems).isEmpty();
    assertThat(fixture.matches(event("x").field(StaticField.SRCIP, address))).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({"GET, 100", "get, 100", "POST, 0", ", 100"})
  void evaluate_simpleHttpRequest_isAGetIfItSays(String action, int id) {
    RuleSetFixture fixture =
        ossec(rule(100, 3, "<compiled_rule>is_simple_http_request</compiled_rule>"));
    Event.Builder event = event("x").field(StaticField.URL, "/");
    Optional.ofNullable(action).ifPresent(value -> event.field(StaticField.ACTION, value));

    assertThat(fixture.matches(event)).isEqualTo(id);
  }

  @Test
  void evaluate_locationOfAnAgent_hasNameAddressAndPath() {
    LogLine line =
        LogLine.log(
            "x",
            "/var/log/a:b",
            new ReportingHost("007", "web", Optional.of("192.0.2.9")),
            RuleSetFixture.NOON);
    RuleSetFixture fixture =
        ossec(rule(100, 3, "<location>^(web) 192.0.2.9->/var/log/a:b$</location>"));

    assertThat(fixture.matches(new Event.Builder(line))).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "<match type=\"pcre2\">x</match>! <match> has unknown attribute type; allowed are none",
        "<match negate=\"yes\">x</match>! <match> has unknown attribute negate; allowed are none",
        "<field name=\"a\" type=\"pcre2\">x</field>! unknown attribute type; allowed are [name]",
        "<srcip negate=\"yes\">192.0.2.1</srcip>! <srcip> has unknown attribute negate",
        "<pcre2>(x</pcre2>! <pcre2> is no pcre2 pattern",
        "<nonsense>x</nonsense>! allowed are description",
        "<nonsense>x</nonsense>! pcre2",
      })
  void read_whatOssecLacks_leavesTheRuleOut(String condition, String text) {
    RuleSetFixture fixture = ossec(rule(100, 3, condition));

    assertThat(fixture.errors()).anySatisfy(error -> assertThat(error).contains(text));
    assertThat(fixture.rules.rule(100)).isEmpty();
  }

  @Test
  void read_pcre2ElementInWazuhsFlavour_isUnknown() {
    RuleSetFixture fixture = RuleSetFixture.asking("<match_pcre2>x</match_pcre2>");

    assertThat(fixture.errors())
        .singleElement()
        .asString()
        .contains("unknown element <match_pcre2>");
  }
}
