package io.threatlockdown.ops.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads rulesets from directories that each test writes. */
class RulesetsTest {
  private static final String ROOT =
      "<group name=\"syslog,\"><rule id=\"1\" level=\"0\" noalert=\"1\">"
          + "<category>syslog</category><description>Root.</description></rule></group>";
  private static final String APP_DECODER =
      "<decoder name=\"app\"><program_name>^app</program_name></decoder>";

  private final List<Problem> problems = new ArrayList<>();

  @TempDir private Path dir;

  @Test
  void load_missingDirectory_isFatal() {
    LoadedRuleset loaded = Rulesets.load(List.of(dir.resolve("none")), problems::add);

    assertThat(problems).extracting(Problem::severity).containsExactly(Severity.FATAL);
    assertThat(problems.get(0).text()).contains("no such directory");
    assertThat(loaded.rules().size()).isZero();
  }

  @Test
  void load_directoryWithoutRuleset_isFatal() {
    LoadedRuleset loaded = Rulesets.load(List.of(dir), problems::add);

    assertThat(problems).extracting(Problem::severity).containsExactly(Severity.FATAL);
    assertThat(loaded.rules().size()).isZero();
  }

  @Test
  void load_wazuhDirectories_mergeByBaseName() throws IOException {
    write("a/decoders/0500-app.xml", APP_DECODER);
    write("a/rules/0900-last.xml", rule(903, "<if_sid>902</if_sid><match>boom</match>"));
    write("b/rules/0010-roots.xml", ROOT);
    write("b/rules/0100-app.xml", rule(902, "<decoded_as>app</decoded_as>"));
    write("b/rules/notes.txt", "no rules");
    write("b/rules/0215-policy_rules.xml", rule(904, "<match>never</match>"));

    LoadedRuleset loaded =
        Rulesets.load(List.of(dir.resolve("a"), dir.resolve("b")), problems::add);

    assertThat(problems).isEmpty();
    assertThat(loaded.rules().size()).isEqualTo(3);
    assertThat(new Session(loaded).run("Nov 24 07:00:00 web1 app[1]: boom").rule())
        .isEqualTo("903");
  }

  @Test
  void load_lists_areNamedAsRulesNameThem() throws IOException {
    write("lists/amazon/names", "root:admin\n");
    write("lists/amazon/names.cdb", "binary");
    write("rules/0010-roots.xml", ROOT);
    write(
        "rules/0100-app.xml",
        rule(902, "<list field=\"program_name\">etc/lists/amazon/names</list>"));

    LoadedRuleset loaded = Rulesets.load(List.of(dir), problems::add);

    assertThat(problems).isEmpty();
    assertThat(new Session(loaded).run("Nov 24 07:00:00 web1 root: x").rule()).isEqualTo("902");
  }

  @Test
  void load_ossecDirectory_loadsInTheOrderOfItsIncludes() throws IOException {
    write("decoder.xml", APP_DECODER);
    write("local_decoder.xml", "<decoder name=\"own\"><program_name>^own</program_name></decoder>");
    write("rules/rules_config.xml", ROOT);
    write("rules/attack_rules.xml", rule(903, "<if_sid>902</if_sid><match>boom</match>"));
    write("rules/syslog_rules.xml", rule(902, "<decoded_as>app</decoded_as>"));
    write("rules/local_rules.xml", rule(905, "<if_sid>904</if_sid><match>bang</match>"));
    write("rules/zz_unknown_rules.xml", rule(904, "<decoded_as>own</decoded_as>"));

    LoadedRuleset loaded = Rulesets.load(List.of(dir), problems::add);

    assertThat(problems).isEmpty();
    Session session = new Session(loaded);
    assertThat(session.run("Nov 24 07:00:00 web1 app: boom").rule()).isEqualTo("903");
    assertThat(session.run("Nov 24 07:00:00 web1 own: bang").rule()).isEqualTo("905");
  }

  @Test
  void load_brokenRule_isReportedAndTheRestLoaded() throws IOException {
    write("rules/0010-roots.xml", ROOT);
    write("rules/0100-broken.xml", "<group name=\"x,\"><rule id=\"901\"");
    write("rules/0200-app.xml", rule(902, "<match>boom</match>"));

    LoadedRuleset loaded = Rulesets.load(List.of(dir), problems::add);

    assertThat(problems)
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.severity()).isEqualTo(Severity.ERROR))
        .allSatisfy(problem -> assertThat(problem.file()).endsWith("0100-broken.xml"));
    assertThat(loaded.rules().rule(902)).isPresent();
  }

  @Test
  void load_fileThatIsTooLong_isFatal() throws IOException {
    write("rules/0010-roots.xml", " ".repeat((16 << 20) + 1));

    LoadedRuleset loaded = Rulesets.load(List.of(dir), problems::add);

    assertThat(problems).extracting(Problem::severity).containsExactly(Severity.FATAL);
    assertThat(problems.get(0).text()).contains("longer than");
    assertThat(loaded.rules().size()).isZero();
  }

  private void write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private static String rule(int id, String conditions) {
    return "<group name=\"app,\"><rule id=\""
        + id
        + "\" level=\"5\">"
        + conditions
        + "<description>A rule.</description></rule></group>";
  }
}
