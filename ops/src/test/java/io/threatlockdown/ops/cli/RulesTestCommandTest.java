package io.threatlockdown.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.ops.geoip.MmdbWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code tld rules test} on rulesets and suites that each test writes. */
class RulesTestCommandTest {
  private static final Path WAZUH = Path.of("../../shared/wazuh-4.14");
  private static final String LINE = "Nov 24 12:00:00 web app: boom\n";
  private static final String GOOD =
      "[boom]\nlog 1 pass = " + LINE + "rule = 902\nalert = 5\ndecoder = app\n";

  private final ScriptedConsole console = new ScriptedConsole("");

  @TempDir private Path dir;

  @Test
  void test_suiteThatPasses_saysSoAndExitsWithZero() throws IOException {
    int code = test(GOOD);

    assertThat(console.out()).isEqualTo("1 passed, 0 failed\n");
    assertThat(console.err()).isEmpty();
    assertThat(code).isZero();
  }

  @Test
  void test_failure_namesFileCaseExpectedAndGot() throws IOException {
    int code = test(GOOD + "[bang]\nlog 7 pass = " + LINE + "rule = 1\nalert = 2\ndecoder =\n");

    assertThat(console.out())
        .isEqualTo(
            dir.resolve("t.ini")
                + ":7: [bang] log 7 pass: expected rule 1, level 2, decoder none;"
                + " got rule 902, level 5, decoder app\n1 passed, 1 failed\n");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void test_json_isAnArrayAndTheSummaryAMessage() throws IOException {
    int code = test(GOOD.replace("902", "903"), "-o", "json");

    JsonNode failure = new ObjectMapper().readTree(console.out()).get(0);
    assertThat(failure.get("case").asText()).isEqualTo("[boom] log 1 pass");
    assertThat(failure.get("expectedRule").asText()).isEqualTo("903");
    assertThat(failure.get("rule").asText()).isEqualTo("902");
    assertThat(console.err()).isEqualToNormalizingNewlines("0 passed, 1 failed\n");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void test_overlay_loadsAmongTheOthersByBaseName() throws IOException {
    write("overlay/0050-early_decoders.xml", decoder("early"));
    write("overlay/0850-own_rules.xml", rule(903, "<if_sid>902</if_sid><match>boom</match>"));
    write("overlay/README.md", "no rules");
    write("set/rules/0900-last.xml", rule(904, "<if_sid>903</if_sid><match>boom</match>"));

    int code = test(GOOD.replace("902", "904"), "--overlay", dir.resolve("overlay").toString());

    assertThat(console.err()).isEmpty();
    assertThat(console.out()).isEqualTo("1 passed, 0 failed\n");
    assertThat(code).isZero();
  }

  @Test
  void test_windowsEvents_areTakenFromPlainJson() throws IOException {
    write(
        "set/decoders/0006-json.xml",
        "<decoder name=\"json\"><prematch>^{</prematch>"
            + "<plugin_decoder>JSON_Decoder</plugin_decoder></decoder>");
    write(
        "set/rules/0575-win.xml",
        "<group name=\"windows,\"><rule id=\"60000\" level=\"3\">\n<category>ossec</category>\n"
            + "<decoded_as>windows_eventchannel</decoded_as><field name=\"win.x\">\\.+</field>"
            + "<description>Windows.</description></rule></group>");

    int code =
        test("[w]\nlog 1 pass = {\"win\":{\"x\":1}}\nrule = 60000\nalert = 3\ndecoder = json\n");

    assertThat(console.out()).isEqualTo("1 passed, 0 failed\n");
    assertThat(code).isZero();
  }

  @Test
  void test_geoipSuite_isSkippedAndSaid() throws IOException {
    write("x_geoip.ini", "[a]\nlog 1 pass = x\n");

    int code = test(GOOD, dir.resolve("x_geoip.ini").toString());

    assertThat(console.out()).isEqualTo("1 passed, 0 failed\n");
    assertThat(console.err()).contains("x_geoip.ini: skipped");
    assertThat(code).isZero();
  }

  @Test
  void test_geoipSuiteWithADatabase_isRun() throws IOException {
    Path database =
        new MmdbWriter().with("192.0.2.0/24", "ES", "Madrid").writeTo(dir.resolve("city.mmdb"));
    writePlaces();

    int code = test(GOOD, dir.resolve("x_geoip.ini").toString(), "--geoip", database.toString());

    assertThat(console.err()).isEmpty();
    assertThat(console.out()).isEqualTo("2 passed, 0 failed\n");
    assertThat(code).isZero();
  }

  @Test
  void test_corruptDatabase_isSaidAndTheRestRun() throws IOException {
    Files.writeString(dir.resolve("city.mmdb"), "no database");
    writePlaces();

    int code =
        test(
            GOOD,
            dir.resolve("x_geoip.ini").toString(),
            "--geoip",
            dir.resolve("city.mmdb").toString());

    assertThat(console.err())
        .contains("city.mmdb:0: error: ", "no readable GeoIP database", "x_geoip.ini: skipped");
    assertThat(console.out()).isEqualTo("1 passed, 0 failed\n");
    assertThat(code).isZero();
  }

  private void writePlaces() throws IOException {
    write(
        "set/decoders/0200-web.xml",
        "<decoder name=\"web\"><program_name>^web</program_name></decoder><decoder name=\"web-from\">"
            + "<parent>web</parent><regex>from (\\S+)</regex><order>srcip</order></decoder>");
    write(
        "set/rules/0200-web.xml",
        rule(905, "<decoded_as>web</decoded_as><srcgeoip>^ES / Madrid$</srcgeoip>"));
    write(
        "x_geoip.ini",
        """
        [a]
        log 1 pass = Nov 24 12:00:00 h web: from 192.0.2.7
        rule = 905
        alert = 5
        decoder = web
        """);
  }

  @Test
  void test_badLine_isBadConfigurationWithFileAndLine() throws IOException {
    int code = test(GOOD + "what is this\n");

    assertThat(console.err()).contains(dir.resolve("t.ini") + ":6: error: ", "what is this");
    assertThat(console.out()).isEmpty();
    assertThat(code).isEqualTo(78);
  }

  @Test
  void test_missingSuite_isUsage() throws IOException {
    int code = test(GOOD, dir.resolve("none.ini").toString());

    assertThat(console.err()).contains("there is no suite", "none.ini");
    assertThat(code).isEqualTo(2);
  }

  @Test
  void test_directoryAsSuite_isUsage() throws IOException {
    int code = test(GOOD, dir.toString());

    assertThat(console.err()).contains("cannot read the suite " + dir);
    assertThat(code).isEqualTo(2);
  }

  @Test
  void test_missingOverlay_isBadConfiguration() throws IOException {
    int code = test(GOOD, "--overlay", dir.resolve("none").toString());

    assertThat(console.err()).contains(dir.resolve("none").toString());
    assertThat(code).isEqualTo(78);
  }

  @Test
  void test_wazuhsSuites_allPass() throws IOException {
    int code = testWazuh(List.of());

    assertThat(console.out()).isEqualTo("1126 passed, 0 failed\n");
    assertThat(code).isZero();
  }

  /** The addresses of those suites that are somewhere, as spec ruleset §7.5 has them. */
  @Test
  void test_wazuhsSuitesWithADatabase_allPass() throws IOException {
    Path database =
        new MmdbWriter()
            .with("8.8.8.8/32", "US", "")
            .with("194.69.224.10/32", "ES", "Madrid")
            .with("200.16.16.1/32", "AR", "Buenos Aires")
            .with("41.78.120.9/32", "CF", "Haut-Mbomou")
            .with("94.80.188.102/32", "IT", "")
            .with("2.136.147.146/32", "ES", "Catalonia")
            .writeTo(dir.resolve("city.mmdb"));

    int code = testWazuh(List.of("--geoip", database.toString()));

    assertThat(console.out()).isEqualTo("1138 passed, 0 failed\n");
    assertThat(code).isZero();
  }

  private int testWazuh(List<String> more) throws IOException {
    assumeTrue(Files.isDirectory(WAZUH), "needs Wazuh's ruleset at " + WAZUH.toAbsolutePath());
    List<String> args = new ArrayList<>(List.of("rules", "test", "--ruleset", WAZUH.toString()));
    args.addAll(List.of("--overlay", WAZUH.resolve("testing").toString()));
    args.addAll(List.of("--overlay", WAZUH.resolve("testing/ruleset").toString()));
    args.addAll(more);
    try (Stream<Path> suites = Files.list(WAZUH.resolve("testing/tests"))) {
      suites.map(Path::toString).sorted().forEach(args::add);
    }
    return console.run(args.toArray(String[]::new));
  }

  private int test(String suite, String... more) throws IOException {
    write("t.ini", suite);
    write("set/decoders/0100-app.xml", decoder("app"));
    write(
        "set/rules/0010-roots.xml",
        "<group name=\"syslog,\"><rule id=\"1\" level=\"0\" noalert=\"1\">"
            + "<category>syslog</category><description>Root.</description></rule></group>");
    write("set/rules/0100-app.xml", rule(902, "<decoded_as>app</decoded_as>"));
    List<String> args = new ArrayList<>(List.of("rules", "test"));
    args.addAll(List.of("--ruleset", dir.resolve("set").toString()));
    args.add(dir.resolve("t.ini").toString());
    args.addAll(List.of(more));
    return console.run(args.toArray(String[]::new));
  }

  private void write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private static String decoder(String name) {
    return "<decoder name=\"" + name + "\"><program_name>^" + name + "</program_name></decoder>";
  }

  private static String rule(int id, String conditions) {
    return "<group name=\"app,\"><rule id=\""
        + id
        + "\" level=\"5\">"
        + conditions
        + "<description>A rule.</description></rule></group>";
  }
}
