package io.threatlockdown.core.decode;

import static io.threatlockdown.core.decode.Lines.line;
import static io.threatlockdown.core.decode.Lines.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.xml.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads decoder files with one mistake each: it is named, and only its decoder is left out. */
class DecoderProblemsTest {
  private static final String GOOD = "<decoder name=\"good\"><prematch>^good</prematch></decoder>";

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "<prematch>x</prematch><colour>red</colour> ~ has element <colour>; allowed: [accumulate,",
        "<prematch>x</prematch><type>nonsense</type> ~ <type> is 'nonsense'; allowed: [syslog,",
        "<prematch>x</prematch><type>ossec-alert</type> ~ <type> is 'ossec-alert'; allowed:",
        "<prematch>x\\q</prematch> ~ <prematch> is no osregex pattern:",
        "<prematch type='pcre2'>(</prematch> ~ <prematch> is no pcre2 pattern:",
        "<program_name type='osregex'>(a</program_name> ~ <program_name> is no osregex pattern:",
        "<prematch offset='after_parent'>x</prematch> ~ is 'after_parent'; allowed here: []",
        "<prematch>x</prematch><regex>(a)</regex> ~ <regex> and <order> need each other",
        "<prematch>x</prematch><order>id</order> ~ <regex> and <order> need each other",
        "<prematch>x</prematch><regex>(a)</regex><order>,</order> ~ <order> names 0 fields; allowed: 1 to 256",
        "<prematch>x</prematch><regex offset='after_regex'>(a)</regex><order>id</order> ~ is 'after_regex'; allowed here: [after_parent, after_prematch]",
        "<prematch>x</prematch><regex offset='soon'>(a)</regex><order>id</order> ~ is 'soon'; allowed here:",
        "<prematch>x</prematch><regex>(a)</regex><regex offset='after_parent'>b</regex><order>id</order> ~ only the first <regex>",
        "<prematch>x</prematch><plugin_decoder>Magic</plugin_decoder> ~ <plugin_decoder> is 'Magic'; allowed: [PF_Decoder,",
        "<prematch>x</prematch><plugin_decoder>JSON_Decoder</plugin_decoder><order>id</order> ~ <plugin_decoder> excludes <regex> and <order>",
        "<prematch>x</prematch><fts>colour</fts> ~ <fts> names 'colour'; allowed: [data,",
        "<prematch>x</prematch><use_own_name>maybe</use_own_name> ~ <use_own_name> is 'maybe'; allowed: [false, true]",
        "<prematch>x</prematch><json_null_field>keep</json_null_field> ~ <json_null_field> is 'keep'; allowed: [string, discard, empty]",
        "<prematch>x</prematch><json_array_structure>set</json_array_structure> ~ is 'set'; allowed: [array, csv]",
        "<regex>(a)</regex><order>id</order> ~ needs <program_name>, <prematch> or <parent>",
        "<parent>nobody</parent><prematch>x</prematch> ~ its <parent> 'nobody' is not allowed",
        "<parent>bad</parent><prematch>x</prematch> ~ its <parent> 'bad' is not allowed",
      })
  void read_mistake_isNamedAndLeftOut(String body, String expected) {
    String xml = "\n<decoder name=\"bad\">" + body + "</decoder>" + GOOD;
    List<Problem> problems = new ArrayList<>();

    Decoders decoders = Decoders.read(List.of(Lines.file(xml)), problems::add);

    assertThat(problems).hasSize(1);
    Problem problem = problems.get(0);
    assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
    assertThat(problem.file()).isEqualTo("test_decoders.xml");
    assertThat(problem.line()).isEqualTo(2);
    assertThat(problem.text()).contains(expected);
    assertThat(decoders.names()).contains("good").doesNotContain("bad");
    assertThat(decoders.decode(line("good")).decoderName()).contains("good");
  }

  @Test
  void read_noName_isAnError() {
    assertThat(problems("<decoder><prematch>x</prematch></decoder>"))
        .extracting(Problem::text)
        .containsExactly("<decoder> needs attribute name");
  }

  @Test
  void read_unknownFlavour_isAWarningAndOsregex() {
    assertThat(problems("<decoder name=\"a\"><prematch type=\"osmatch\">x</prematch></decoder>"))
        .containsExactly(
            new Problem(
                Problem.Severity.WARNING,
                "test_decoders.xml",
                1,
                "attribute type of <prematch> is 'osmatch', read as osregex;"
                    + " allowed: [osregex, pcre2]"));
  }

  @Test
  void read_otherRoot_isAnError() {
    assertThat(problems("<rule id=\"1\"></rule>"))
        .extracting(Problem::text)
        .containsExactly("<rule> is not allowed here; allowed: decoder, var");
  }

  @Test
  void read_brokenFile_leavesTheOthers() {
    List<Problem> problems = new ArrayList<>();

    Decoders decoders =
        Decoders.read(List.of(Lines.file("<decoder name=\"a\">"), Lines.file(GOOD)), problems::add);

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).text()).startsWith("the file is left out: ");
    assertThat(decoders.names()).contains("good");
  }

  @Test
  void read_patternTooLong_isAnError() {
    String xml = "<decoder name=\"a\"><prematch>" + "x".repeat(1024) + "</prematch></decoder>";

    assertThat(problems(xml))
        .extracting(Problem::text)
        .containsExactly("<prematch> has 1024 bytes; at most 1023");
  }

  @Test
  void read_parentsInALoop_areLeftOut() {
    String xml =
        """
        <decoder name="a"><parent>b</parent><prematch>x</prematch></decoder>
        <decoder name="b"><parent>a</parent><prematch>x</prematch></decoder>
        <decoder name="c"><parent>c</parent><prematch>x</prematch></decoder>
        """;

    assertThat(problems(xml)).hasSize(3);
  }

  @Test
  void read_grandchild_isLeftOut() {
    String xml =
        """
        <decoder name="a"><prematch>x</prematch></decoder>
        <decoder name="b"><parent>a</parent><prematch>x</prematch></decoder>
        <decoder name="c"><parent>b</parent><prematch>x</prematch></decoder>
        """;

    assertThat(problems(xml))
        .extracting(Problem::text)
        .containsExactly(
            "decoder c is left out: its <parent> 'b' is not allowed;"
                + " it must be a top-level decoder defined before");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "<prematch>y</prematch><regex>(b)</regex><order>id</order> ~ <prematch> and <fts> are not allowed",
        "<regex>(b)</regex><order>id</order><fts>id</fts> ~ <prematch> and <fts> are not allowed",
        "<type>ids</type> ~ all need <regex> or a plugin",
      })
  void read_wrongSibling_isLeftOut(String body, String expected) {
    String xml =
        "<decoder name=\"p\"><prematch>x</prematch></decoder>"
            + "<decoder name=\"c\"><parent>p</parent><regex>(a)</regex><order>id</order></decoder>"
            + "<decoder name=\"c\"><parent>p</parent>"
            + body
            + "</decoder>";

    assertThat(problems(xml)).hasSize(1);
    assertThat(problems(xml).get(0).text()).contains(expected);
  }

  @Test
  void read_afterRegexWithoutSibling_isLeftOut() {
    String xml =
        """
        <decoder name="p"><prematch>x</prematch></decoder>
        <decoder name="c">
          <parent>p</parent><regex offset="after_regex">(a)</regex><order>id</order>
        </decoder>
        """;

    assertThat(problems(xml)).hasSize(1);
    assertThat(problems(xml).get(0).text()).contains("'after_regex' is allowed only behind");
  }
}
