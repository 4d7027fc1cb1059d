package io.threatlockdown.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks configurations written into a directory. */
class ConfigCommandTest {
  private final ScriptedConsole console = new ScriptedConsole("");

  @TempDir Path directory;
  private Path ossecConf = Path.of("unset");
  private Path conf = Path.of("unset");

  @BeforeEach
  void writeGoodFiles() throws IOException {
    conf = directory.resolve("threatlockdown.conf");
    Files.writeString(conf, "");
    ossecConf = directory.resolve("ossec.conf");
    writeResponse("<rules_id>5710</rules_id><timeout>600</timeout>");
  }

  @Test
  void check_goodConfiguration_saysWhatIsInForce() {
    int code = check("--data", directory.toString());

    assertThat(code).isEqualTo(ExitCode.OK.code());
    assertThat(console.out())
        .contains("response: firewall-drop600, location local", "data: " + directory)
        .endsWith("0 fatal, 0 errors, 0 warnings\n");
  }

  @Test
  void check_ladder_saysItsSteps() throws IOException {
    Files.writeString(
        conf,
        """
        threatlockdown.responses.ladders = [{
          name = ssh
          replaces = [firewall-drop]
          steps = [{ response = throttle, duration = 1m }, { response = firewall-drop, duration = 1h }]
        }]
        """);

    int code = check();

    assertThat(code).isEqualTo(ExitCode.OK.code());
    assertThat(console.out())
        .contains("response: ladder ssh: throttle60 -> firewall-drop3600, location local\n");
  }

  @Test
  void check_fatalProblem_exitsWith78() throws IOException {
    writeResponse("<level>high</level><timeout>600</timeout>");

    int code = check();

    assertThat(code).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
    assertThat(console.out())
        .contains(ossecConf + ":8: fatal: <level> is 'high'; allowed: a whole number");
  }

  @Test
  void check_unknownKey_exitsWith78() throws IOException {
    Files.writeString(conf, "threatlockdown {\n  observ = true\n}\n");

    int code = check();

    assertThat(code).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
    assertThat(console.out())
        .contains(conf + ":2: fatal: unknown key threatlockdown.observ; allowed: ");
  }

  @Test
  void check_missingFile_exitsWith78() {
    int code = console.run("config", "check", "--ossec-conf", directory.resolve("none").toString());

    assertThat(code).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
    assertThat(console.out()).contains("none:0: fatal: cannot be read");
  }

  @Test
  void check_ruleThatDoesNotExist_isWarnedOf() throws IOException {
    writeResponse("<rules_id>999999</rules_id><timeout>600</timeout>");

    int code = check();

    assertThat(code).isEqualTo(ExitCode.OK.code());
    assertThat(console.out()).contains("warning: firewall-drop600 names rule 999999");
  }

  @Test
  void config_withoutCommand_isUsage() {
    assertThat(console.run("config")).isEqualTo(ExitCode.USAGE.code());
  }

  private int check(String... more) {
    String[] args = {"config", "check", "--conf", conf.toString(), "--ossec-conf", "" + ossecConf};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return console.run(all);
  }

  private void writeResponse(String conditions) throws IOException {
    Files.writeString(
        ossecConf,
        """
        <ossec_config>
          <command>
            <name>firewall-drop</name>
            <executable>firewall-drop</executable>
            <timeout_allowed>yes</timeout_allowed>
          </command>
          <active-response>
            <command>firewall-drop</command><location>local</location>%s
          </active-response>
        </ossec_config>
        """
            .formatted(conditions));
  }
}
