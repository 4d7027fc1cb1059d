package io.threatlockdown.core.decode;

import static io.threatlockdown.core.decode.Lines.decode;
import static io.threatlockdown.core.decode.Lines.decoders;
import static io.threatlockdown.core.decode.Lines.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Decodes lines with small decoder files, one feature each (spec ruleset §3.3, §3.4). */
class DecodersTest {
  private static final String SSHD =
      """
      <decoder name="sshd">
        <program_name>^sshd</program_name>
      </decoder>
      <decoder name="sshd-failed">
        <parent>sshd</parent>
        <prematch>^Failed \\S+ </prematch>
        <regex offset="after_prematch">^for (\\S+) from (\\S+) port (\\d+) (\\S+)</regex>
        <order>user, srcip, srcport, ssh.version</order>
        <fts>name, user, location, ssh.version</fts>
        <ftscomment>first time user logged in</ftscomment>
      </decoder>
      """;

  @Test
  void decode_childWithPrematch_isSelectedUnderItsParentsName() {
    Event event =
        decode(
            SSHD,
            "Dec 29 10:00:01 web-1 sshd[8]: Failed password for root from 192.0.2.7 port 99 ssh2");

    assertThat(event.decoderName()).contains("sshd");
    assertThat(event.decoderParent()).contains("sshd");
    assertThat(event.hostname()).contains("web-1");
    assertThat(event.log()).isEqualTo("Failed password for root from 192.0.2.7 port 99 ssh2");
    assertThat(event.field(StaticField.DSTUSER)).contains("root");
    assertThat(event.field(StaticField.SRCIP)).contains("192.0.2.7");
    assertThat(event.field(StaticField.SRCPORT)).contains("99");
    assertThat(event.dynamicField("SSH.Version")).contains("ssh2");
    assertThat(event.ftsFields()).containsExactly("name", "dstuser", "location", "ssh.version");
  }

  @Test
  void decode_noChildFits_isTheParents() {
    Event event = decode(SSHD, "Dec 29 10:00:01 web-1 sshd[8]: Server listening");

    assertThat(event.decoderName()).contains("sshd");
    assertThat(event.decoderParent()).isEmpty();
    assertThat(event.ftsFields()).isEmpty();
  }

  @Test
  void decode_nothingFits_hasNoDecoder() {
    Event event = decode(SSHD, "Dec 29 10:00:01 web-1 su: x");

    assertThat(event.decoderName()).isEmpty();
    assertThat(event.category()).isEqualTo(Category.SYSLOG);
  }

  @Test
  void decode_lineWithProgram_neverTriesDecodersWithout() {
    String xml = "<decoder name=\"any\"><prematch>x</prematch></decoder>";

    assertThat(decode(xml, "Dec 29 10:00:01 web-1 su: x").decoderName()).isEmpty();
    assertThat(decode(xml, "Dec 29 10:00:01 web-1 x").decoderName()).contains("any");
  }

  @Test
  void decode_firstFitting_wins() {
    String xml =
        """
        <decoder name="a"><prematch>^b</prematch></decoder>
        <decoder name="b"><prematch>^\\w\\d</prematch></decoder>
        <decoder name="c"><prematch>^a1</prematch></decoder>
        """;

    assertThat(decode(xml, "A1").decoderName()).contains("b");
    assertThat(decode(xml, "B1").decoderName()).contains("a");
    assertThat(decode(xml, "").decoderName()).isEmpty();
  }

  @Test
  void decode_childWithoutPrematch_leavesParentSelected() {
    String xml =
        """
        <decoder name="p"><prematch>^p: </prematch><type>ids</type></decoder>
        <decoder name="c">
          <parent>p</parent>
          <type>firewall</type>
          <use_own_name>true</use_own_name>
          <regex offset="after_parent">^(\\w+)</regex>
          <order>action</order>
        </decoder>
        """;

    Event event = decode(xml, "p: drop it");

    assertThat(event.decoderName()).contains("p");
    assertThat(event.decoderParent()).isEmpty();
    assertThat(event.category()).isEqualTo(Category.IDS);
    assertThat(event.field(StaticField.ACTION)).contains("drop");
  }

  @Test
  void decode_useOwnName_keepsNameAndType() {
    String xml =
        """
        <decoder name="p"><prematch>^p: </prematch></decoder>
        <decoder name="c">
          <parent>p</parent>
          <prematch offset="after_parent">^drop</prematch>
          <type>web-log</type>
          <use_own_name>true</use_own_name>
        </decoder>
        """;

    Event event = decode(xml, "p: drop it");

    assertThat(event.decoderName()).contains("c");
    assertThat(event.decoderParent()).contains("p");
    assertThat(event.category()).isEqualTo(Category.WEB_LOG);
  }

  @Test
  void decode_parentsOwnRegex_isIgnoredIfItHasChildren() {
    String parent =
        "<decoder name=\"p\"><prematch>^p </prematch><regex>(\\d+)</regex><order>id</order></decoder>";
    String child = "<decoder name=\"c\"><parent>p</parent><prematch>zzz</prematch></decoder>";

    assertThat(decode(parent, "p 7").field(StaticField.ID)).contains("7");
    assertThat(decode(parent + child, "p 7").field(StaticField.ID)).isEmpty();
  }

  @Test
  void decode_offsets_startWhereTheySay() {
    String xml =
        """
        <decoder name="p"><prematch>^p: </prematch></decoder>
        <decoder name="c">
          <parent>p</parent>
          <prematch offset="after_parent">^k=</prematch>
          <regex offset="after_prematch">^(\\d+)</regex>
          <order>first</order>
        </decoder>
        <decoder name="c">
          <parent>p</parent>
          <regex offset="after_regex">^, (\\d+)</regex>
          <order>second</order>
        </decoder>
        <decoder name="c">
          <parent>p</parent>
          <regex offset="after_parent">^(\\w)=</regex>
          <order>third</order>
        </decoder>
        <decoder name="c">
          <parent>p</parent>
          <regex>^(\\w):</regex>
          <order>fourth</order>
        </decoder>
        """;

    Event event = decode(xml, "p: k=1, 2");

    assertThat(event.dynamicFields())
        .containsExactly(
            new DynamicField("first", "1"),
            new DynamicField("second", "2"),
            new DynamicField("third", "k"),
            new DynamicField("fourth", "p"));
  }

  @Test
  void decode_linkOfChainFails_theNextGoesOn() {
    String xml =
        """
        <decoder name="p"><prematch>^p</prematch></decoder>
        <decoder name="c"><parent>p</parent><regex>a=(\\d+)</regex><order>a</order></decoder>
        <decoder name="c"><parent>p</parent><regex>b=(\\d+)</regex><order>b</order></decoder>
        <decoder name="d"><parent>p</parent><regex>c=(\\d+)</regex><order>c</order></decoder>
        """;

    Event event = decode(xml, "p b=2 c=3");

    assertThat(event.dynamicFields()).containsExactly(new DynamicField("b", "2"));
  }

  @Test
  void decode_chainWhosePrematchFails_isSkippedWhole() {
    String xml =
        """
        <decoder name="p"><prematch>^p</prematch></decoder>
        <decoder name="c">
          <parent>p</parent><prematch>zzz</prematch><regex>a=(\\d+)</regex><order>a</order>
        </decoder>
        <decoder name="c"><parent>p</parent><regex>b=(\\d+)</regex><order>b</order></decoder>
        <decoder name="d"><parent>p</parent><regex>c=(\\d+)</regex><order>c</order></decoder>
        """;

    Event event = decode(xml, "p a=1 b=2 c=3");

    assertThat(event.dynamicFields()).containsExactly(new DynamicField("c", "3"));
  }

  @Test
  void decode_repeatedElements_areOnePattern() {
    String xml =
        """
        <decoder name="p">
          <prematch>^p </prematch>
          <regex>(\\w+)-</regex>
          <regex>(\\d+)</regex>
          <order>id, number</order>
        </decoder>
        """;

    Event event = decode(xml, "p ab-12");

    assertThat(event.field(StaticField.ID)).contains("ab");
    assertThat(event.dynamicField("number")).contains("12");
  }

  @Test
  void decode_pcre2_mindsCaseAndKeepsUnsetGroups() {
    String xml =
        """
        <decoder name="p">
          <prematch type="pcre2">^P </prematch>
          <regex type="PCRE2">(?:a(x)|b(y))</regex>
          <order>one, two</order>
        </decoder>
        """;

    assertThat(decode(xml, "p by").decoderName()).isEmpty();
    assertThat(decode(xml, "P by").dynamicFields())
        .containsExactly(new DynamicField("one", ""), new DynamicField("two", "y"));
  }

  @Test
  void decode_programNameOfAnyFlavour_isMatched() {
    String xml =
        """
        <decoder name="a"><program_name type="osregex">^a\\d</program_name></decoder>
        <decoder name="b"><program_name type="pcre2">^(?i)B</program_name></decoder>
        <decoder name="c"><program_name>^c$|^d</program_name></decoder>
        """;
    Decoders decoders = decoders(xml);

    assertThat(decoders.decode(line("Dec 29 10:00:01 h a7: x")).decoderName()).contains("a");
    assertThat(decoders.decode(line("Dec 29 10:00:01 h bb: x")).decoderName()).contains("b");
    assertThat(decoders.decode(line("Dec 29 10:00:01 h C: x")).decoderName()).contains("c");
    assertThat(decoders.decode(line("Dec 29 10:00:01 h cc: x")).decoderName()).isEmpty();
    assertThat(decoders.decode(line("Dec 29 10:00:01 h ddd: x")).decoderName()).contains("c");
  }

  @Test
  void decode_manyPrograms_answersAsForFew() {
    Decoders decoders = decoders(SSHD);
    for (int i = 0; i < 3000; i++) {
      Event event = decoders.decode(line("Dec 29 10:00:01 h prog" + i + ": x"));
      assertThat(event.decoderName()).isEmpty();
    }

    Event event = decoders.decode(line("Dec 29 10:00:01 h sshd: x"));

    assertThat(event.decoderName()).contains("sshd");
  }

  @Test
  void decode_agentsLine_bearsTheAgentsName() {
    ReportingHost agent = new ReportingHost("007", "db-1", Optional.of("198.51.100.7"));
    LogLine line = LogLine.log("Dec 29 10:00:01 web-1 sshd: x", "/var/log/x", agent, Lines.NOON);

    Event event = decoders(SSHD).decode(line);

    assertThat(event.hostname()).contains("db-1");
    assertThat(decode(SSHD, "no header").hostname()).contains("here");
  }

  @Test
  void decode_variables_areResolved() {
    String xml =
        "<var name=\"START\">^hello</var><decoder name=\"p\"><prematch>$START</prematch></decoder>";

    assertThat(decode(xml, "hello").decoderName()).contains("p");
  }

  @Test
  void names_ofChildrenAndBuiltIn_areIncluded() {
    assertThat(decoders(SSHD).names()).contains("sshd", "sshd-failed", "syscheck_deleted", "sca");
  }
}
