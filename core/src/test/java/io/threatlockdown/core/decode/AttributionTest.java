package io.threatlockdown.core.decode;

import static io.threatlockdown.core.decode.Lines.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.Misattribution;
import io.threatlockdown.core.event.StaticField;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads a ruleset that takes the first address it sees, and a judge that knows one daemon. */
class AttributionTest {
  private static final String HEADER = "Dec 29 10:00:01 web-1 ";
  private static final Decoders JUDGE =
      Lines.decoders(
          """
          <decoder name="logind"><program_name>^logind</program_name></decoder>
          <decoder name="logind-failed">
            <parent>logind</parent>
            <prematch>^Failed </prematch>
            <regex type="pcre2">^Failed (.*) from (\\S+) port (\\d+)$</regex>
            <order>srcuser, srcip, srcport</order>
          </decoder>
          """);
  private static final Decoders CREDULOUS =
      Lines.decoders(
              """
              <decoder name="any"><program_name>.*|logind|ftpd</program_name></decoder>
              <decoder name="any-from">
                <parent>any</parent>
                <regex type="pcre2">(?:user (\\S+))?.*?from (\\S+?)(?: port (\\d+))?(?: |$)</regex>
                <order>srcuser, srcip, srcport</order>
              </decoder>
              <decoder name="quoted"><prematch>^login of </prematch></decoder>
              <decoder name="quoted-name">
                <parent>quoted</parent>
                <regex type="pcre2" offset="after_parent">^"(.*)" at "(.*)"</regex>
                <order>srcuser, url</order>
              </decoder>
              <decoder name="quoted-name">
                <parent>quoted</parent>
                <regex type="pcre2">from (\\d+\\.\\d+\\.\\d+\\.\\d+)</regex>
                <order>srcip</order>
              </decoder>
              """)
          .judgedBy(JUDGE);

  private final List<Misattribution> refused = new ArrayList<>();

  @Test
  void judge_wordingThatItKnows_correctsTheSource() {
    Event event =
        decode(HEADER + "logind: Failed x from 198.51.100.77 port 22 from 192.0.2.7 port 4711");

    assertThat(event.field(StaticField.SRCIP)).contains("192.0.2.7");
    assertThat(event.field(StaticField.SRCPORT)).contains("4711");
    assertThat(refused).containsExactly(new Misattribution("198.51.100.77", true));
  }

  @Test
  void judge_sameSource_refusesNothing() {
    Event event = decode(HEADER + "logind: Failed x from 192.0.2.7 port 4711");

    assertThat(event.field(StaticField.SRCIP)).contains("192.0.2.7");
    assertThat(refused).isEmpty();
  }

  @Test
  void judge_wordingOfALoginDaemonThatItDoesNotKnow_takesTheSourceAway() {
    Event event = decode(HEADER + "logind: Forwarding for x from 198.51.100.77 port 22");

    assertThat(event.field(StaticField.SRCIP)).isEmpty();
    assertThat(event.field(StaticField.SRCPORT)).isEmpty();
    assertThat(refused).containsExactly(new Misattribution("198.51.100.77", false));
  }

  @Test
  void judge_sourceThatIsNoAddress_staysAsItIs() {
    Event event = decode(HEADER + "logind: Forwarding for x from example.com port 22");

    assertThat(event.field(StaticField.SRCIP)).contains("example.com");
    assertThat(refused).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login of \"x from 198.51.100.77\" at \"/\" failed",
        "login of \"x from 198.51.100.77\" at \"/\" failed for \"x from 198.51.100.77\"",
        "login of \"x\" at \"/from 198.51.100.77\" failed",
        "login of \"x from 198.51.100.77\" at \"/\" failed, peer 198.51.100.770",
        "login of \"x from 198.51.100.77\" at \"/\" failed, peer 1198.51.100.77",
        "login of \"from 198.51.100.77\" at \"/from 198.51.100.77\" failed"
      })
  void judgeByFields_addressOnlyInClientText_isRefused(String log) {
    Event event = decode(log);

    assertThat(event.field(StaticField.SRCIP)).isEmpty();
    assertThat(refused).containsExactly(new Misattribution("198.51.100.77", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login of \"x\" at \"/\" failed from 192.0.2.7",
        "login of \"192.0.2.7\" at \"/\" failed from 192.0.2.7",
        "login of \"x from 192.0.2.7\" at \"/\" failed from 192.0.2.7:4711",
        "login of \"x\" at \"/192.0.2.7\" failed from 192.0.2.7."
      })
  void judgeByFields_addressAlsoElsewhere_stays(String log) {
    Event event = decode(log);

    assertThat(event.field(StaticField.SRCIP)).contains("192.0.2.7");
    assertThat(refused).isEmpty();
  }

  private Event decode(String text) {
    return CREDULOUS.decode(line(text), refused::add);
  }
}
