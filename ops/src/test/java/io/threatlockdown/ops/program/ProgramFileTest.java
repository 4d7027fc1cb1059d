package io.threatlockdown.ops.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are never started, and what is said about them. */
class ProgramFileTest {
  private static final int NOBODY = 65_534;

  @TempDir Path home;
  private Path directory = Path.of("unset");

  @BeforeEach
  void install() throws IOException {
    home = home.toRealPath();
    directory = Files.createDirectories(home.resolve("active-response/bin"));
    mode(directory, "rwxr-x---");
    mode(Files.writeString(directory.resolve("good"), "#!/bin/sh\n"), "rwxr-x---");
  }

  @Test
  void problem_programAsWazuhInstallsIt_isNone() {
    assertThat(problem("good")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../bin/good",
        "/bin/sh",
        "a/b",
        "..good",
        "go..od",
        ".good",
        "-good",
        "a\nb"
      })
  void problem_nameThatIsNoPlainName_isRefused(String name) {
    assertThat(problem(name)).hasValueSatisfying(p -> assertThat(p).contains("no plain file name"));
  }

  @Test
  void problem_nameWithANul_isRefused() {
    assertThat(problem("good\0")).hasValueSatisfying(p -> assertThat(p).contains("'good'"));
  }

  @Test
  void problem_noSuchProgram_isSaid() {
    assertThat(problem("none")).hasValue("there is no " + directory.resolve("none"));
  }

  @Test
  void problem_noSuchDirectory_isSaid() {
    assertThat(Programs.problem(home.resolve("none"), "good"))
        .hasValue("there is no " + home.resolve("none"));
  }

  @ParameterizedTest
  @CsvSource({
    "rwxrwx---, good can be written by more than its owner (mode 0770)",
    "rwxr-xrwx, good can be written by more than its owner (mode 0757)",
    "rw-r-----, good may not be executed (mode 0640)"
  })
  void problem_modeOfTheFile_isSaid(String mode, String problem) throws IOException {
    mode(directory.resolve("good"), mode);

    assertThat(problem("good")).hasValueSatisfying(p -> assertThat(p).endsWith(problem));
  }

  @ParameterizedTest
  @ValueSource(strings = {"active-response/bin", "active-response", ""})
  void problem_directoryThatOthersMayWrite_isRefused(String path) throws IOException {
    mode(home.resolve(path), "rwxrwx---");

    assertThat(problem("good"))
        .hasValueSatisfying(
            p -> assertThat(p).endsWith("can be written by more than its owner (mode 0770)"));
  }

  @Test
  void problem_linkWithinTheDirectory_isNone() throws IOException {
    Files.createSymbolicLink(directory.resolve("alias"), Path.of("good"));

    assertThat(problem("alias")).isEmpty();
  }

  @Test
  void problem_linkOutOfTheDirectory_isRefused() throws IOException {
    Path outside = Files.copy(directory.resolve("good"), home.resolve("outside"));
    Files.createSymbolicLink(directory.resolve("out"), outside);
    Files.createDirectory(directory.resolve("deeper"));
    Files.copy(directory.resolve("good"), directory.resolve("deeper/good"));
    Files.createSymbolicLink(directory.resolve("deep"), Path.of("deeper/good"));

    assertThat(problem("out"))
        .hasValue(directory.resolve("out") + " leads out of its directory, to " + outside);
    assertThat(problem("deep"))
        .hasValueSatisfying(p -> assertThat(p).contains("leads out of its directory"));
  }

  @Test
  void problem_whatIsNoFile_isRefused() throws IOException {
    Files.createDirectory(directory.resolve("sub"));

    assertThat(problem("sub")).hasValue(directory.resolve("sub") + " is no regular file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"active-response/bin/good", "active-response/bin", "active-response"})
  void problem_ownerWhoIsNeitherRootNorThisUser_isSaid(String path) throws IOException {
    assumeThat(System.getProperty("user.name")).as("gives files away").isEqualTo("root");
    Files.setAttribute(home.resolve(path), "unix:uid", NOBODY);

    assertThat(problem("good"))
        .hasValue(
            home.resolve(path) + " belongs to user 65534, not to root or the user of this service");
  }

  private Optional<String> problem(String name) {
    return Programs.problem(directory, name);
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
