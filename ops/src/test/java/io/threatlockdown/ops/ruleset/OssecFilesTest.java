package io.threatlockdown.ops.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.expression.PatternException;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads the files that an ossec.conf of OSSEC names, in a directory that each test writes. */
class OssecFilesTest {
  private static final String ROOT =
      "<group name=\"syslog,\"><rule id=\"1\" level=\"0\" noalert=\"1\">"
          + "<category>syslog</category></rule></group>";

  private final List<Problem> problems = new ArrayList<>();

  @TempDir private Path base;

  @BeforeEach
  void install() throws IOException {
    write("etc/decoder.xml", "<decoder name=\"app\"><program_name>^app</program_name></decoder>");
    write("rules/rules_config.xml", ROOT);
    write("rules/a_rules.xml", rule(902, "<if_sid>901</if_sid><match>boom</match>"));
    write("rules/z_rules.xml", rule(901, "<decoded_as>app</decoded_as>"));
    write("rules/unused_rules.xml", rule(903, "<match>boom</match>"));
  }

  @Test
  void load_includes_loadAsOrderedAndNoOthers() {
    LoadedRuleset loaded = load(paths(List.of(), "rules_config.xml", "z_rules.xml", "a_rules.xml"));

    assertThat(problems).isEmpty();
    assertThat(loaded.flavour()).isEqualTo(RulesetFlavour.OSSEC);
    assertThat(loaded.rules().size()).isEqualTo(3);
    assertThat(new Session(loaded).run("Nov 24 07:00:00 web1 app: boom").rule()).isEqualTo("902");
  }

  @Test
  void load_childIncludedBeforeItsParent_isFatal() {
    LoadedRuleset unused = load(paths(List.of(), "rules_config.xml", "a_rules.xml", "z_rules.xml"));

    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Problem.Severity.FATAL);
              assertThat(problem.file()).endsWith("a_rules.xml");
              assertThat(problem.line()).isEqualTo(1);
            });
  }

  @Test
  void load_missingInclude_isFatalAndNamed() {
    LoadedRuleset unused = load(paths(List.of(), "rules_config.xml", "none_rules.xml"));

    assertThat(problems).extracting(Problem::severity).containsExactly(Problem.Severity.FATAL);
    assertThat(problems.get(0).file()).endsWith("rules/none_rules.xml");
  }

  @Test
  void load_localDecoders_followOssecsOwn() throws IOException {
    write("etc/local_decoder.xml", child("app"));

    LoadedRuleset loaded = load(paths(List.of(), "rules_config.xml"));

    assertThat(problems).isEmpty();
    assertThat(loaded.decoders().names()).contains("app", "child");
  }

  @Test
  void load_namedDecoders_replaceOssecsOwn() throws IOException {
    write("etc/other.xml", "<decoder name=\"other\"><prematch>^x</prematch></decoder>");

    LoadedRuleset loaded = load(paths(List.of(file("etc/other.xml")), "rules_config.xml"));

    assertThat(loaded.decoders().names()).contains("other").doesNotContain("app");
  }

  @Test
  void load_directories_giveTheirMatchingFilesByName() throws IOException, PatternException {
    write("more/b_rules.xml", rule(905, "<if_sid>904</if_sid>"));
    write("more/a_rules.xml", rule(904, "<match>bang</match>"));
    write("more/notes.xml", "no rules");
    write("etc/parts/one.xml", "<decoder name=\"one\"><prematch>^x</prematch></decoder>");

    LoadedRuleset loaded =
        load(
            new OssecPaths(
                base,
                List.of(directory("etc/parts", ".xml$")),
                List.of(file("rules_config.xml"), directory("more", "_rules.xml$")),
                List.of()));

    assertThat(problems).isEmpty();
    assertThat(loaded.rules().size()).isEqualTo(3);
    assertThat(loaded.decoders().names()).contains("one");
  }

  @Test
  void load_lists_areNamedAsOssecConfNamesThem() throws IOException {
    write("lists/bad", "192.0.2.7:\n");
    write("rules/list_rules.xml", rule(906, "<list field=\"program_name\">lists/bad</list>"));

    LoadedRuleset loaded =
        load(
            new OssecPaths(
                base,
                List.of(),
                List.of(file("rules_config.xml"), file("list_rules.xml")),
                List.of(file("lists/bad.cdb"))));

    assertThat(problems).isEmpty();
    assertThat(loaded.rules().rule(906)).isPresent();
  }

  @Test
  void flavourInForce_asAskedFor_winsOverTheLayout() throws IOException {
    RulesetChoice seen = RulesetChoice.of(List.of(base.resolve("etc")));
    RulesetChoice asked =
        new RulesetChoice(seen.dirs(), Optional.empty(), Optional.of(RulesetFlavour.WAZUH));

    assertThat(seen.flavourInForce()).isEqualTo(RulesetFlavour.OSSEC);
    assertThat(asked.flavourInForce()).isEqualTo(RulesetFlavour.WAZUH);
    assertThat(RulesetChoice.SHIPPED.flavourInForce()).isEqualTo(RulesetFlavour.WAZUH);
  }

  @Test
  void load_directoryWithFilesThatOssecDoesNotInclude_leavesThemOut() throws IOException {
    write("etc/rules/rules_config.xml", ROOT);
    write("etc/rules/openbsd_rules.xml", rule(907, "<match>x</match>"));
    write("etc/rules/policy_rules.xml", rule(908, "<match>x</match>"));

    LoadedRuleset loaded = Rulesets.load(List.of(base.resolve("etc")), problems::add);

    assertThat(problems).isEmpty();
    assertThat(loaded.rules().size()).isEqualTo(1);
  }

  @Test
  void load_directoryWithFilesOfUnknownOrder_loadsParentsFirst() throws IOException {
    write("etc/rules/rules_config.xml", ROOT);
    write("etc/rules/a_rules.xml", rule(911, "<if_sid>1, 912</if_sid>"));
    write("etc/rules/b_rules.xml", rule(912, "<if_matched_sid>913</if_matched_sid>"));
    write("etc/rules/c_rules.xml", rule(913, "<if_sid>1</if_sid>"));

    LoadedRuleset loaded = Rulesets.load(List.of(base.resolve("etc")), problems::add);

    assertThat(problems).isEmpty();
    assertThat(loaded.rules().size()).isEqualTo(4);
  }

  @Test
  void load_directoryWithFilesThatNeedEachOther_isFatalAndEnds() throws IOException {
    write("etc/rules/rules_config.xml", ROOT);
    write("etc/rules/a_rules.xml", rule(911, "<if_sid>912</if_sid>"));
    write("etc/rules/b_rules.xml", rule(912, "<if_sid>911</if_sid>"));

    LoadedRuleset unused = Rulesets.load(List.of(base.resolve("etc")), problems::add);

    assertThat(problems).extracting(Problem::severity).contains(Problem.Severity.FATAL);
  }

  private LoadedRuleset load(OssecPaths paths) {
    return Rulesets.load(
        new RulesetChoice(List.of(), Optional.of(paths), Optional.empty()), problems::add);
  }

  private OssecPaths paths(List<OssecPaths.Entry> decoders, String... includes) {
    return new OssecPaths(
        base, decoders, List.of(includes).stream().map(OssecFilesTest::file).toList(), List.of());
  }

  private static OssecPaths.Entry file(String path) {
    return new OssecPaths.Entry(path, Optional.empty());
  }

  private static OssecPaths.Entry directory(String path, String names) throws PatternException {
    Expression pattern = Expressions.compile(Flavour.OSSEC_REGEX, names);
    return new OssecPaths.Entry(path, Optional.of(pattern));
  }

  private static String rule(int id, String conditions) {
    return "<group name=\"app,\"><rule id=\"%d\" level=\"5\">%s</rule></group>"
        .formatted(id, conditions);
  }

  private static String child(String parent) {
    return "<decoder name=\"child\"><parent>" + parent + "</parent></decoder>";
  }

  private void write(String name, String text) throws IOException {
    Path file = base.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }
}
