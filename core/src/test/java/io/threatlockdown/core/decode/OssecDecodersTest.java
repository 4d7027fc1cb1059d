package io.threatlockdown.core.decode;

import static io.threatlockdown.core.decode.Lines.line;
import static io.threatlockdown.core.decode.Lines.ossecDecoders;
import static io.threatlockdown.core.decode.Lines.ossecProblems;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.xml.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decodes lines as OSSEC does where Wazuh does otherwise (spec ruleset §9). */
class OssecDecodersTest {
  private static final String TOP =
      "<decoder name=\"app\"><program_name>^app</program_name></decoder>";

  @Test
  void decode_childWhoseRegexMatches_isSelectedWithoutPrematch() {
    String child =
        "<decoder name=\"app-own\"><parent>app</parent><type>web-log</type>"
            + "<use_own_name>true</use_own_name>"
            + "<regex>^from (\\S+)</regex><order>srcip</order></decoder>";

    Event matched = decode(TOP + child, "from 192.0.2.7");
    Event unmatched = decode(TOP + child, "to 192.0.2.7");

    assertThat(matched.decoderName()).contains("app-own");
    assertThat(matched.category()).isEqualTo(Category.WEB_LOG);
    assertThat(unmatched.decoderName()).contains("app");
    assertThat(unmatched.category()).isEqualTo(Category.SYSLOG);
  }

  @Test
  void decode_chain_theLastThatMatchesIsSelected() {
    String chain =
        link("<regex>a=(\\d+)</regex><order>id</order><type>squid</type>")
            + link("<regex>b=(\\d+)</regex><order>status</order><type>ids</type>")
            + link("<regex>c=(\\d+)</regex><order>url</order>");

    Event event = decode(TOP + chain, "a=1 b=2 d=3");

    assertThat(event.field(StaticField.ID)).contains("1");
    assertThat(event.field(StaticField.STATUS)).contains("2");
    assertThat(event.category()).isEqualTo(Category.IDS);
  }

  @Test
  void decode_afterRegexBehindAFailedOne_startsAtThePrematch() {
    String chain =
        "<decoder name=\"link\"><parent>app</parent><prematch>^start </prematch>"
            + "<regex offset=\"after_prematch\">^a=(\\d+) </regex><order>id</order></decoder>"
            + link("<regex offset=\"after_regex\">^none=(\\d+)</regex><order>action</order>")
            + link("<regex offset=\"after_regex\">^(\\S+)</regex><order>url</order>");

    assertThat(decode(TOP + chain, "start a=1 b=2").field(StaticField.URL)).contains("a=1");
  }

  @Test
  void decode_afterRegex_startsRightBehindTheMatch() {
    String chain =
        link("<regex>^(\\S+) (\\S+)</regex><order>id, action</order>")
            + link("<regex offset=\"after_regex\">^(\\.+)$</regex><order>url</order>");

    Event event = decode(TOP + chain, "a bc d");

    assertThat(event.field(StaticField.ACTION)).contains("bc");
    assertThat(event.field(StaticField.URL)).contains(" d");
  }

  @Test
  void decode_pluginLaterInAChain_isNotRun() {
    String chain =
        link("<regex>^(\\w+): </regex><order>extra_data</order>")
            + link("<plugin_decoder>PF_Decoder</plugin_decoder>");

    Event event =
        decode(TOP + chain, "rule 7/(match) pass in on eth0: 192.0.2.7.80 > 198.51.100.2.9: tcp");

    assertThat(event.field(StaticField.SRCIP)).isEmpty();
  }

  @Test
  void decode_pluginOfTheFirstChild_runsAndEndsDecoding() {
    String chain =
        link("<plugin_decoder>PF_Decoder</plugin_decoder>")
            + link("<regex>on (\\w+)</regex><order>id</order>");

    Event event =
        decode(TOP + chain, "rule 7/(match) pass in on eth0: 192.0.2.7.80 > 198.51.100.2.9: tcp");

    assertThat(event.field(StaticField.SRCIP)).contains("192.0.2.7");
    assertThat(event.field(StaticField.ID)).isEmpty();
  }

  @Test
  void decode_dynamicFields_areNamedByTheOrderOfTheSelectedDecoder() {
    String chain =
        link("<regex>^(\\S+) (\\S+)</regex><order>one, two</order>")
            + link("<regex>(\\d+)$</regex><order>three</order>");

    Event both = decode(TOP + chain, "a b 3");
    Event first = decode(TOP + chain, "a b c");

    assertThat(both.dynamicFields()).containsExactly(new DynamicField("three", "3"));
    assertThat(first.dynamicFields())
        .containsExactly(new DynamicField("one", "a"), new DynamicField("two", "b"));
  }

  @Test
  void decode_dynamicFieldAtAPlaceThatOnlyAnEarlierDecoderFilled_takesTheNewName() {
    String chain =
        link("<regex>^(\\S+) (\\S+)</regex><order>one, two</order>")
            + link("<pcre2>(\\d)$|(x)(y)$</pcre2><order>three, four</order>");

    assertThat(decode(TOP + chain, "a b 3").dynamicFields())
        .containsExactly(new DynamicField("three", "3"), new DynamicField("four", "b"));
  }

  @ParameterizedTest
  @CsvSource({"data", "extra_data"})
  void decode_dataWords_bothSetData(String word) {
    Event event = decode(TOP + link("<regex>^(\\w+)$</regex><order>" + word + "</order>"), "value");

    assertThat(event.field(StaticField.DATA)).contains("value");
    assertThat(event.field(StaticField.EXTRA_DATA)).isEmpty();
  }

  @Test
  void decode_pcre2Elements_standForThePlainOnes() {
    String xml =
        "<decoder name=\"app\"><program_name_pcre2>^APP\\d$</program_name_pcre2></decoder>"
            + "<decoder name=\"c\"><parent>app</parent><prematch_pcre2>^[f]rom </prematch_pcre2>"
            + "<pcre2 offset=\"after_prematch\">^([\\d.]+)</pcre2><order>srcip</order></decoder>";

    Event event = ossecDecoders(xml).decode(line("Dec 29 10:00:01 web-1 app7: FROM 192.0.2.7"));

    assertThat(event.decoderName()).contains("app");
    assertThat(event.decoderParent()).contains("app");
    assertThat(event.field(StaticField.SRCIP)).contains("192.0.2.7");
  }

  @Test
  void decode_plainAndPcre2Element_thePlainOneCounts() {
    Event event =
        decode(TOP + link("<pcre2>(b+)</pcre2><regex>(a\\d)</regex><order>id</order>"), "a1 bb");

    assertThat(event.field(StaticField.ID)).contains("a1");
  }

  @Test
  void decode_controlBytes_areRemovedFirst() {
    Event event = decode(TOP, "a\tb\u0001c\u007fd");

    assertThat(event.log()).isEqualTo("abcd");
    assertThat(event.fullLog()).endsWith("app: abcd");
  }

  @Test
  void decode_hostileControlBytes_areGoneForTheJudgeToo() {
    Decoders judge =
        Lines.decoders(
            "<decoder name=\"app\"><program_name>^app</program_name></decoder>"
                + "<decoder name=\"c\"><parent>app</parent><prematch>^user from</prematch></decoder>");
    Decoders decoders =
        ossecDecoders(TOP + link("<regex>from (\\S+)</regex><order>srcip</order>")).judgedBy(judge);

    Event event =
        decoders.decode(line("Dec 29 10:00:01 web-1 app: us\u0001er from 192.0.2.7 from x"));

    assertThat(event.field(StaticField.SRCIP)).isEmpty();
  }

  @Test
  void names_virtualDecoders_areOssecs() {
    assertThat(ossecDecoders(TOP).names())
        .containsExactlyInAnyOrder(
            "app",
            "rootcheck",
            "syscheck_integrity_changed",
            "syscheck_integrity_changed_2nd",
            "syscheck_integrity_changed_3rd",
            "syscheck_new_entry",
            "syscheck_deleted",
            "hostinfo_new",
            "hostinfo_modified");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "<plugin_decoder>JSON_Decoder</plugin_decoder>! allowed: [PF_Decoder",
        "<json_null_field>discard</json_null_field>! has element <json_null_field>; allowed",
        "<prematch type=\"pcre2\">x</prematch>! has attribute type, which OSSEC does not know",
        "<pcre2>(x</pcre2><order>id</order>! is no pcre2 pattern",
        "<pcre2>(x)</pcre2>! need each other",
        "<regex>\\q</regex><order>id</order>! unknown escape at byte 0",
      })
  void read_whatOssecLacks_isReportedWithItsLine(String content, String text) {
    String xml = TOP + "\n<decoder name=\"c\">\n<parent>app</parent>\n" + content + "</decoder>";

    assertThat(ossecProblems(xml))
        .anySatisfy(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
              assertThat(problem.file()).isEqualTo("test_decoders.xml");
              assertThat(problem.line()).isBetween(2, 4);
              assertThat(problem.text()).contains(text);
            });
  }

  @Test
  void read_pcre2ElementsInWazuhsFlavour_areUnknown() {
    assertThat(Lines.problems(TOP + link("<pcre2>(x)</pcre2><order>id</order>")))
        .anySatisfy(problem -> assertThat(problem.text()).contains("has element <pcre2>; allowed"));
  }

  private static String link(String content) {
    return "<decoder name=\"link\"><parent>app</parent>" + content + "</decoder>";
  }

  private static Event decode(String xml, String log) {
    return ossecDecoders(xml).decode(line("Dec 29 10:00:01 web-1 app: " + log));
  }
}
