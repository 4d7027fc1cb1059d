package io.threatlockdown.core.rule;

import static io.threatlockdown.core.rule.RuleSetFixture.NOON;
import static io.threatlockdown.core.rule.RuleSetFixture.asking;
import static io.threatlockdown.core.rule.RuleSetFixture.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One rule with one condition, met and not met. */
class ConditionTest {
  @Test
  void evaluate_decodedAs_wantsThatDecoder() {
    assertThat(asking("<decoded_as>sshd</decoded_as>").matches("x")).isEqualTo(100);
    assertThat(asking("<decoded_as>ssh</decoded_as>").matches("x")).isZero();
  }

  @Test
  void evaluate_match_hasNoEscapesAndIgnoresCase() {
    RuleSetFixture fixture = asking("<match>a.b|^START</match>");

    assertThat(fixture.matches("xA.Bx")).isEqualTo(100);
    assertThat(fixture.matches("start x")).isEqualTo(100);
    assertThat(fixture.matches("axb")).isZero();
  }

  @Test
  void evaluate_regexTypes_followTheirFlavour() {
    assertThat(asking("<regex>^\\d+ X$</regex>").matches("12 x")).isEqualTo(100);
    assertThat(asking("<regex type=\"pcre2\">^[0-9]+ X$</regex>").matches("12 x")).isZero();
    assertThat(asking("<regex type=\"osmatch\">^12</regex>").matches("12 x")).isEqualTo(100);
  }

  @Test
  void evaluate_action_isExactAndMindsCase() {
    RuleSetFixture fixture = asking("<action>drop</action>");

    assertThat(fixture.matches(event("x").field(StaticField.ACTION, "drop"))).isEqualTo(100);
    assertThat(fixture.matches(event("x").field(StaticField.ACTION, "DROP"))).isZero();
    assertThat(fixture.matches(event("x").field(StaticField.ACTION, "dropped"))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "id,ID",
    "system_name,SYSTEM_NAME",
    "protocol,PROTOCOL",
    "url,URL",
    "srcport,SRCPORT",
    "dstport,DSTPORT",
    "data,DATA",
    "extra_data,EXTRA_DATA",
    "status,STATUS"
  })
  void evaluate_staticField_isMatched(String element, StaticField field) {
    RuleSetFixture fixture = asking("<" + element + ">^wanted</" + element + ">");

    assertThat(fixture.matches(event("x").field(field, "wanted!"))).isEqualTo(100);
    assertThat(fixture.matches(event("x").field(field, "other"))).isZero();
    assertThat(fixture.matches("wanted")).isZero();
  }

  @Test
  void evaluate_negation_neverRescuesAMissingValue() {
    RuleSetFixture fixture = asking("<url negate=\"yes\">admin</url>");

    assertThat(fixture.matches(event("x").field(StaticField.URL, "/"))).isEqualTo(100);
    assertThat(fixture.matches(event("x").field(StaticField.URL, "/admin"))).isZero();
    assertThat(fixture.matches("x")).isZero();
  }

  @Test
  void evaluate_programAndHostname_comeFromTheHeader() {
    RuleSetFixture fixture = asking("<program_name>^sshd$</program_name><hostname>web</hostname>");

    assertThat(fixture.matches(event("x").programName("sshd").hostname("web1"))).isEqualTo(100);
    assertThat(fixture.matches(event("x").programName("sshd2").hostname("web1"))).isZero();
    assertThat(fixture.matches(event("x").programName("sshd"))).isZero();
  }

  @Test
  void evaluate_locationOfAnotherHost_namesThatHost() {
    ReportingHost host = new ReportingHost("001", "web01", Optional.of("192.0.2.1"));
    Event event = new Event.Builder(LogLine.log("x", "/var/log/auth.log", host, NOON)).build();
    RuleSetFixture fixture = asking("<location>^(web01) 192.0.2.1->/var/log/auth.log$</location>");

    assertThat(fixture.evaluate(event).rule()).isPresent();
    assertThat(fixture.matches("x")).isZero();
  }

  @Test
  void evaluate_user_prefersTheOneActedUpon() {
    RuleSetFixture fixture = asking("<user>^root$</user>");

    assertThat(fixture.matches(event("x").field(StaticField.SRCUSER, "root"))).isEqualTo(100);
    assertThat(
            fixture.matches(
                event("x").field(StaticField.SRCUSER, "root").field(StaticField.DSTUSER, "joe")))
        .isZero();
  }

  @Test
  void evaluate_fields_mustAllMatch() {
    RuleSetFixture fixture =
        asking("<field name=\"win.EventID\">^4625$</field><field name=\"kind\">net</field>");

    assertThat(
            fixture.matches(
                event("x").dynamicField("win.eventid", "4625").dynamicField("kind", "network")))
        .isEqualTo(100);
    assertThat(fixture.matches(event("x").dynamicField("win.eventid", "4625"))).isZero();
    assertThat(
            fixture.matches(
                event("x").dynamicField("win.eventid", "46250").dynamicField("kind", "network")))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<srcip>192.0.2.0/24</srcip>",
        "<srcip>198.51.100.1</srcip><srcip>192.0.2.0/255.255.255.0</srcip>",
        "<srcip>::ffff:192.0.2.9</srcip>",
        "<srcip>any</srcip>",
        "<srcip negate=\"yes\">198.51.100.0/24</srcip>"
      })
  void evaluate_address_isInThePrefixes(String condition) {
    RuleSetFixture fixture = asking(condition);

    assertThat(fixture.matches(event("x").field(StaticField.SRCIP, "192.0.2.9"))).isEqualTo(100);
    assertThat(fixture.matches("x")).isZero();
  }

  @Test
  void evaluate_valueThatIsNoAddress_isInNoPrefix() {
    Event.Builder event = event("x").field(StaticField.DSTIP, "192.0.2.9; rm");

    assertThat(asking("<dstip>any</dstip>").matches(event)).isZero();
    assertThat(asking("<dstip negate=\"yes\">192.0.2.9</dstip>").matches(event)).isEqualTo(100);
  }

  @Test
  void evaluate_maxsize_wantsAtLeastSoManyBytes() {
    RuleSetFixture fixture =
        RuleSetFixture.of(
            "<rule id=\"100\" level=\"3\" maxsize=\"4\"><description>x</description></rule>");

    assertThat(fixture.matches("1234")).isEqualTo(100);
    assertThat(fixture.matches("123")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "11:00-12:00,100",
    "12:01-13:00,0",
    "6 pm - 8:30 am,0",
    "11 am - 12 pm,100",
    "12:00-11:59,100",
    "!11:00-13:00,0",
    "!1 am - 2 am,100"
  })
  void evaluate_time_isLocalAndInclusive(String range, int expected) {
    assertThat(asking("<time>" + range + "</time>").matches("x")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"weekdays,100", "weekends,0", "'mon, wed',100", "wednesday,100", "tuesday fri,0"})
  void evaluate_weekday_isToday(String days, int expected) {
    assertThat(asking("<weekday>" + days + "</weekday>").matches("x")).isEqualTo(expected);
  }

  @Test
  void evaluate_compiledRules_testWhatTheyAreNamedFor() {
    assertThat(
            asking("<compiled_rule>is_simple_http_request</compiled_rule>")
                .matches(event("x").field(StaticField.URL, "/?q=1")))
        .isZero();
    assertThat(
            asking("<compiled_rule>comp_srcuser_dstuser</compiled_rule>")
                .matches(
                    event("x").field(StaticField.SRCUSER, "a").field(StaticField.DSTUSER, "b")))
        .isZero();
    assertThat(
            asking("<compiled_rule>check_id_size</compiled_rule>")
                .matches(event("x").field(StaticField.ID, "0123456789")))
        .isEqualTo(100);
    assertThat(asking("<compiled_rule>is_valid_crawler</compiled_rule>").matches("66.249.1.2 GET"))
        .isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "'Target User Name: joe\tCaller User Name: joe\t',0",
    "'Target User Name: joe\tCaller User Name: jane\t',100",
    "'Target User Name: joe',0",
    "'Target User Name: joe\tCaller User Name: jo',100"
  })
  void evaluate_windowsUsers_differ(String log, int expected) {
    RuleSetFixture fixture =
        asking("<compiled_rule>comp_mswin_targetuser_calleruser_diff</compiled_rule>");

    assertThat(fixture.matches(log)).isEqualTo(expected);
  }

  @Test
  void evaluate_placeOfTheSource_isMatchedIfItIsKnown() {
    RuleSetFixture fixture = asking("<srcgeoip>^DE</srcgeoip>");

    assertThat(fixture.matches(from("192.0.2.1", "DE / Bavaria"))).isEqualTo(100);
    assertThat(fixture.matches(from("192.0.2.1", "FR"))).isZero();
    assertThat(fixture.matches("DE")).isZero();
  }

  @Test
  void evaluate_negatedPlace_wantsAPlaceAllTheSame() {
    RuleSetFixture fixture = asking("<dstgeoip negate=\"yes\">^DE</dstgeoip>");

    assertThat(fixture.matches(from("192.0.2.1", "FR"))).isZero();
    assertThat(
            fixture.matches(
                event("x")
                    .locator(address -> Optional.of("FR"))
                    .field(StaticField.DSTIP, "192.0.2.2")))
        .isEqualTo(100);
  }

  private static Event.Builder from(String address, String place) {
    return event("x")
        .locator(asked -> asked.equals(address) ? Optional.of(place) : Optional.empty())
        .field(StaticField.SRCIP, address)
        .field(StaticField.SRCIP, "192.0.2.99");
  }
}
