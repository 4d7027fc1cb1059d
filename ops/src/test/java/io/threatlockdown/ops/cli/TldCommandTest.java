package io.threatlockdown.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Runs the root command on a scripted console. */
class TldCommandTest {
  private final ScriptedConsole console = new ScriptedConsole("");

  @Test
  void execute_version_printsIt() {
    int code = console.run("version");

    assertThat(code).isEqualTo(ExitCode.OK.code());
    assertThat(console.out()).startsWith("tld ").endsWith(")\n");
    assertThat(console.err()).isEmpty();
  }

  @Test
  void execute_withoutCommand_isUsage() {
    int code = console.run();

    assertThat(code).isEqualTo(ExitCode.USAGE.code());
    assertThat(console.out()).isEmpty();
    assertThat(console.err()).contains("Usage: tld");
  }

  @Test
  void execute_unknownOption_isUsage() {
    int code = console.run("version", "--nonsense");

    assertThat(code).isEqualTo(ExitCode.USAGE.code());
    assertThat(console.err()).contains("--nonsense");
  }

  @Test
  void execute_help_namesExitCodes() {
    int code = console.run("--help");

    assertThat(code).isEqualTo(ExitCode.OK.code());
    assertThat(console.out()).contains("78", "bad configuration", "version");
  }
}
