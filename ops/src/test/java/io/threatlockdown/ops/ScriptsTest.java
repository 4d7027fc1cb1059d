package io.threatlockdown.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the scripts' syntax, and runs tld with a java that only prints its arguments. */
class ScriptsTest {
  private static final Path BIN = Path.of("bin").toAbsolutePath();
  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then
        echo 'openjdk version "17.0.15" 2025-04-15' >&2
        exit 0
      fi
      for arg in "$@"; do
        case "$arg" in
          -XX:ArchiveClassesAtExit=*) echo recorded >"${arg#*=}" ;;
        esac
        printf '[%s]\\n' "$arg"
      done
      """;

  @TempDir Path directory;
  private Path jar = Path.of("unset");

  @BeforeEach
  void placeJava() throws IOException {
    Path java = directory.resolve("jdk/bin/java");
    Files.createDirectories(directory.resolve("jdk/bin"));
    Files.writeString(java, JAVA);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    jar = Files.writeString(directory.resolve("service.jar"), "");
  }

  @ParameterizedTest
  @CsvSource({
    "sh, bin/tld", "sh, bin/verify", "sh, bin/tools.sh", "sh, ../.ci/run",
    "bash, bin/tld", "bash, bin/verify", "bash, bin/tools.sh", "bash, ../.ci/run"
  })
  void script_syntax_isGood(String shell, String script) throws Exception {
    assertThat(run(directory, shell, "-n", Path.of(script).toAbsolutePath().toString())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bin/tld", "bin/verify", "../.ci/run"})
  void script_isExecutable(String script) {
    assertThat(Path.of(script)).isExecutable();
  }

  @Test
  void tld_fromAnyDirectoryAndBySymlink_handsArgumentsOn() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("tld"), BIN.resolve("tld"));

    List<String> args = run(directory, link.toString(), "blocks", "a b", "$(x)", "");

    assertThat(args).endsWith("[-jar]", "[" + jar + "]", "[blocks]", "[a b]", "[$(x)]", "[]");
  }

  @Test
  void tld_setsWhatWasMeasured() throws Exception {
    List<String> args = run(directory, BIN.resolve("tld").toString(), "version");

    assertThat(args)
        .contains(
            "[-XX:+UseSerialGC]",
            "[-Djava.util.concurrent.ForkJoinPool.common.parallelism=2]",
            "[-XX:TieredStopAtLevel=1]")
        .anyMatch(arg -> arg.matches("\\[-Xmx\\d+m]"));
  }

  @Test
  void tld_recordsAStartOnceAndUsesIt() throws Exception {
    List<String> first = run(directory, BIN.resolve("tld").toString(), "logtest");
    Path archive = archive();
    Files.writeString(archive, "kept");
    List<String> second = run(directory, BIN.resolve("tld").toString(), "logtest");

    assertThat(first).contains("[-XX:SharedArchiveFile=" + archive + "]");
    assertThat(second).contains("[-XX:SharedArchiveFile=" + archive + "]");
    assertThat(archive).hasContent("kept");
  }

  @Test
  void tld_newerJar_recordsAgain() throws Exception {
    List<String> unused = run(directory, BIN.resolve("tld").toString(), "version");
    Path archive = archive();
    Files.writeString(archive, "old");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));

    List<String> args = run(directory, BIN.resolve("tld").toString(), "version");

    assertThat(archive).hasContent("recorded");
    assertThat(args).contains("[-XX:SharedArchiveFile=" + archive + "]");
  }

  private Path archive() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
    }
  }

  /** Returns the lines on standard output. */
  private List<String> run(Path cwd, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(cwd.toFile());
    builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    builder.environment().put("TLD_JAR", jar.toString());
    builder.environment().remove("TLD_JAVA_OPTS");
    Path err = directory.resolve("stderr");
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return new ArrayList<>(out.lines().toList());
  }
}
