package io.threatlockdown.core.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.rule.RuleSet;
import io.threatlockdown.core.suite.SuiteCase.Answer;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads suites from strings and runs them against a ruleset of three rules. */
class SuiteTest {
  private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");

  private static final Decoders DECODERS =
      Decoders.read(
          List.of(
              new ConfigFile(
                  "d.xml", "<decoder name=\"app\"><program_name>^app</program_name></decoder>")),
          problem -> {});

  private static final RuleSet RULES =
      RuleSet.read(
          List.of(
              new ConfigFile(
                  "r.xml",
                  "<group name=\"syslog,\">"
                      + "<rule id=\"1\" level=\"0\" noalert=\"1\"><category>syslog</category>"
                      + "<description>Root.</description></rule>"
                      + "<rule id=\"10\" level=\"3\"><decoded_as>app</decoded_as>"
                      + "<description>App.</description></rule>"
                      + "<rule id=\"11\" level=\"7\" frequency=\"3\" timeframe=\"60\">"
                      + "<if_matched_sid>10</if_matched_sid><description>Often.</description>"
                      + "</rule>"
                      + "<rule id=\"12\" level=\"4\"><match>orphan</match>"
                      + "<description>Without decoder.</description></rule></group>")),
          List.of(),
          problem -> {});

  private static final String LINE = "Nov 24 12:00:00 web app: hello\n";
  private static final String IS_RULE_10 = "rule = 10\nalert = 3\ndecoder = app\n";

  private final List<Problem> problems = new ArrayList<>();

  @Test
  void failures_lineThatGivesTheAnswer_areNone() {
    assertThat(failures("[a]\nlog 1 pass = " + LINE + IS_RULE_10)).isEmpty();
  }

  @Test
  void failures_otherAnswer_nameBothAndTheLine() {
    List<Suite.Failure> failures =
        failures("[a b]\nlog 1 pass = " + LINE + "rule = 99\nalert = 3\ndecoder = app\n");

    assertThat(failures)
        .containsExactly(
            new Suite.Failure(
                new SuiteCase(
                    "t.ini",
                    2,
                    "[a b] log 1 pass",
                    List.of(LINE.strip()),
                    false,
                    new Answer("99", "3", "app")),
                new Answer("10", "3", "app")));
  }

  @Test
  void failures_emptyExpectation_failAPassAndPassAFail() {
    String empty = "rule =\nalert =\ndecoder =\n";
    String nothing = "no program, no rule";

    assertThat(failures("[a]\nlog 1 pass = " + nothing + "\n" + empty)).hasSize(1);
    assertThat(failures("[a]\nlog 1 fail = " + nothing + "\n" + empty)).isEmpty();
    assertThat(failures("[a]\nlog 1 fail = " + nothing + "\n")).isEmpty();
  }

  @Test
  void failures_failCaseThatGivesTheAnswer_fails() {
    assertThat(failures("[a]\nlog 1 fail = " + LINE + IS_RULE_10)).hasSize(1);
  }

  @Test
  void failures_equalKeys_areOneSessionWhoseLastLineCounts() {
    String often = "rule = 11\nalert = 7\ndecoder = app\n";

    assertThat(failures("[a]\n" + ("log 1 pass = " + LINE).repeat(3) + often)).isEmpty();
    assertThat(failures("[a]\n" + ("log 1 pass = " + LINE).repeat(2) + often)).hasSize(1);
  }

  @Test
  void failures_casesOfOneSection_areSessionsOfTheirOwn() {
    assertThat(
            failures(
                "[a]\nlog 1 pass = "
                    + LINE
                    + "log 2 pass = "
                    + LINE
                    + "log 3 pass = "
                    + LINE
                    + IS_RULE_10))
        .isEmpty();
  }

  @Test
  void read_sectionsOfOneTitle_mergeEvenTheirAnswers() {
    Suite suite = suite("[a]\nlog 1 = x\nrule = 1\n[b]\nlog 1 = y\n[a]\nlog 2 = z\nrule = 2\n");

    assertThat(suite.cases())
        .extracting(SuiteCase::name)
        .containsExactly("[a] log 1", "[a] log 2", "[b] log 1");
    assertThat(suite.cases().get(0).expected().rule()).isEqualTo("1\n2");
  }

  @Test
  void read_oddities_areReadAsPythonDoes() {
    Suite suite =
        suite(
            """
            ; a comment = none
            [title [with] brackets] ; and more ]
              # indented comment
            LOG 1 PASS : a = b ; c
              carried on
              [no section] x

              and on
            log 2 pass =
            """);

    assertThat(problems).isEmpty();
    assertThat(suite.cases()).hasSize(2);
    assertThat(suite.cases().get(0).name())
        .isEqualTo("[title [with] brackets] ; and more ] log 1 pass");
    assertThat(suite.cases().get(0).lines())
        .containsExactly("a = b ; c", "carried on", "[no section] x", "and on");
    assertThat(suite.cases().get(1).lines()).isEmpty();
  }

  @Test
  void read_linesWithoutSense_areErrorsWithFileAndLine() {
    Suite suite = suite("rule = 1\n[a]\nnonsense\n= value\nlog 1 = x\n");

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "t.ini:1: error: a section [title] must come first: was 'rule = 1'",
            "t.ini:3: error: expected [title], key = value or a comment: was 'nonsense'",
            "t.ini:4: error: expected [title], key = value or a comment: was '= value'");
    assertThat(suite.cases()).hasSize(1);
  }

  @Test
  void read_lineThatIsTooLong_isAnErrorAndNotRun() {
    Suite suite = suite("[a]\nlog 1 = " + "x".repeat(65_536) + "\n");

    assertThat(problems).singleElement().satisfies(p -> assertThat(p.line()).isEqualTo(2));
    assertThat(suite.failures(DECODERS, RULES, NOON)).hasSize(1);
  }

  @Test
  void failures_ofOssec_lastKeyCountsAndDecoderIgnoresCase() {
    String text =
        """
        [a]
        log 1 pass = other
        log 1 pass = Nov 24 12:00:00 web app: 100%%
        rule = 99
        rule = 10
        alert = 3
        decoder = APP
        """;

    Suite suite = Suite.read(new ConfigFile("t.ini", text), RulesetFlavour.OSSEC, problems::add);

    assertThat(suite.cases().get(0).lines()).containsExactly("Nov 24 12:00:00 web app: 100%");
    assertThat(suite.failures(DECODERS, RULES, NOON)).isEmpty();
  }

  @Test
  void failures_ofOssecWithoutDecoderOrRule_neverGiveWhatIsExpected() {
    String noDecoder = "[a]\nlog 1 KIND = orphan\nrule = 12\nalert = 4\ndecoder =\n";

    assertThat(ossecFailures(noDecoder.replace("KIND", "pass"))).hasSize(1);
    assertThat(ossecFailures(noDecoder.replace("KIND", "fail"))).isEmpty();
    assertThat(ossecFailures("[a]\nlog 1 pass = nothing\nrule =\nalert =\ndecoder =\n")).hasSize(1);
  }

  private Suite suite(String text) {
    return Suite.read(new ConfigFile("t.ini", text), RulesetFlavour.WAZUH, problems::add);
  }

  private List<Suite.Failure> failures(String text) {
    List<Suite.Failure> failures = suite(text).failures(DECODERS, RULES, NOON);
    assertThat(problems).isEmpty();
    return failures;
  }

  private List<Suite.Failure> ossecFailures(String text) {
    return Suite.read(new ConfigFile("t.ini", text), RulesetFlavour.OSSEC, problems::add)
        .failures(DECODERS, RULES, NOON);
  }
}
