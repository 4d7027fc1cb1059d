package io.threatlockdown.core.decode;

import static io.threatlockdown.core.decode.Lines.decode;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the decoders that are code on a line each (spec ruleset §3.6). */
class PluginDecodersTest {
  @Test
  void decode_pf_findsBothEndpoints() {
    Event event =
        decode(
            plugin("PF_Decoder", "^rule"),
            "rule 4/(match) block in on lo0: 192.0.2.1.48784 > 198.51.100.1.23: S 1381529123");

    assertThat(event.field(StaticField.ACTION)).contains("block");
    assertThat(event.field(StaticField.SRCIP)).contains("192.0.2.1");
    assertThat(event.field(StaticField.SRCPORT)).contains("48784");
    assertThat(event.field(StaticField.DSTIP)).contains("198.51.100.1");
    assertThat(event.field(StaticField.DSTPORT)).contains("23");
    assertThat(event.field(StaticField.PROTOCOL)).contains("TCP");
  }

  @ParameterizedTest
  @CsvSource({"udp 73, UDP", "icmp: echo, ICMP", "P 7408, TCP"})
  void decode_pf_tellsTheProtocol(String rest, String protocol) {
    Event event =
        decode(
            plugin("PF_Decoder", "^rule"),
            "rule 3/(match) pass out on xl0: 192.0.2.1.1514 > 192.0.2.2.1030:  " + rest);

    assertThat(event.field(StaticField.ACTION)).contains("pass");
    assertThat(event.field(StaticField.PROTOCOL)).contains(protocol);
  }

  @ParameterizedTest
  @CsvSource({"'rule 3/'", "'rule ) x'", "'rule ) '", "'rule ) pass: '", "'rule ) pass: a > '"})
  void decode_pfCutShort_keepsWhatThereIs(String text) {
    Event event = decode(plugin("PF_Decoder", "^rule"), text);

    assertThat(event.decoderName()).contains("p");
    assertThat(event.field(StaticField.DSTIP)).isEmpty();
  }

  @Test
  void decode_sonicWall_findsEndpointsAndCategory() {
    Event event =
        decode(
            plugin("SonicWall_Decoder", "^id="),
            "id=firewall pri=6 c=262144 m=98 msg=\"Opened\" n=23 src=192.0.2.2:36701:WAN"
                + " dst=198.51.100.1:50000:WAN proto=tcp/50000");

    assertThat(event.field(StaticField.STATUS)).contains("6");
    assertThat(event.field(StaticField.ID)).contains("98");
    assertThat(event.field(StaticField.SRCIP)).contains("192.0.2.2");
    assertThat(event.field(StaticField.SRCPORT)).contains("36701");
    assertThat(event.field(StaticField.DSTIP)).contains("198.51.100.1");
    assertThat(event.field(StaticField.DSTPORT)).contains("50000");
    assertThat(event.field(StaticField.PROTOCOL)).contains("tcp");
    assertThat(event.field(StaticField.ACTION)).contains("pass");
    assertThat(event.category()).isEqualTo(Category.FIREWALL);
  }

  @ParameterizedTest
  @CsvSource({"32, 30, IDS", "0, 36, FIREWALL", "0, 537, FIREWALL", "0, 97, SQUID", "0, 5, SYSLOG"})
  void decode_sonicWall_messageDecidesCategory(String group, String id, Category category) {
    Event event =
        decode(
            plugin("SonicWall_Decoder", "^id="),
            "id=f pri=1 c="
                + group
                + " m="
                + id
                + " src=192.0.2.2:1:WAN dst=192.0.2.3:2:LAN result=403 dstname=example.org arg=/x");

    assertThat(event.category()).isEqualTo(category);
    assertThat(event.field(StaticField.URL).isPresent()).isEqualTo(category == Category.SQUID);
  }

  @Test
  void decode_symantec_takesTheFirstOfEach() {
    Event event =
        decode(
            plugin("SymantecWS_Decoder", "^2007"),
            "20070717,73559,1=5,11=192.0.2.4,10=userb,60=http://example.org,3=2,2=1,11=x,=,100=y");

    assertThat(event.field(StaticField.SRCIP)).contains("192.0.2.4");
    assertThat(event.field(StaticField.DSTUSER)).contains("userb");
    assertThat(event.field(StaticField.URL)).contains("http://example.org");
    assertThat(event.field(StaticField.ID)).contains("3=2");
  }

  @Test
  void decode_ossecAlert_isKeptFromRules() {
    Event event =
        decode(
            plugin("OSSECAlert_Decoder", "^ossec"),
            "ossec: Alert Level: 3; Rule: 5715 - Success.; Location: web-1->/var/log/auth.log;"
                + " srcip: 192.0.2.1; user: joe; Accepted password");

    assertThat(event.category()).isEqualTo(Category.OSSEC_ALERT);
    assertThat(event.dynamicField("rule_id")).contains("5715");
    assertThat(event.line().location()).isEqualTo("/var/log/auth.log|web-1->/var/log/auth.log");
    assertThat(event.field(StaticField.SRCIP)).contains("192.0.2.1");
    assertThat(event.field(StaticField.DSTUSER)).contains("joe");
    assertThat(event.log().strip()).isEqualTo("Accepted password");
    assertThat(event.fullLog()).isEqualTo(event.log());
  }

  @Test
  void decode_ossecAlertCutShort_changesNothing() {
    Event event =
        decode(plugin("OSSECAlert_Decoder", "^ossec"), "ossec: Alert Level: 3; Rule: 5715 - x");

    assertThat(event.category()).isEqualTo(Category.SYSLOG);
    assertThat(event.log()).startsWith("ossec: Alert");
  }

  private static String plugin(String name, String prematch) {
    return "<decoder name=\"p\"><prematch>"
        + prematch
        + "</prematch><plugin_decoder>"
        + name
        + "</plugin_decoder></decoder>";
  }
}
