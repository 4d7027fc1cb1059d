package io.threatlockdown.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the whole checkout as text and holds what no compiler holds. */
class TidyTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> MODULES =
      List.of("core", "persistence", "http", "ops", "benchmarks");
  private static final int LINES_MAX = 300;
  private static final Set<String> TOP_LEVEL =
      Set.of(
          ".ci",
          ".gitignore",
          "ARCHITECTURE.md",
          "CHANGELOG.md",
          "LICENSE",
          "README.md",
          "RATIONALE.md",
          "benchmarks",
          "core",
          "http",
          "ops",
          "persistence",
          "pom.xml");
  private static final Set<String> NOT_OURS = Set.of(".git", "target", ".idea", ".vscode");
  private static final Pattern NOISE_NAME =
      Pattern.compile(
          "\\b(?:class|interface|record|enum) (?:Abstract\\w+|\\w*"
              + "(?:Manager|Helper|Utils?|Impl|Handler|Service|Data|Info))\\b");
  private static final Pattern OTHER_TERM =
      Pattern.compile(
          "\\b(?:class|interface|record|enum) \\w*(?:Whitelist|Blacklist|Attacker|Suspect|Bouncer"
              + "|Backend|Jail|Recidiv|Remediation|Mitigation|Scenario|Ledger|Grok)\\w*\\b");

  @Test
  void files_areNoLongerThanAReaderHolds() {
    assertThat(javaFiles(path -> text(path).lines().count() > LINES_MAX)).isEmpty();
  }

  @Test
  void packages_sayWhatTheyAreAndNameTheirFrontDoor() {
    assertThat(
            javaFiles(path -> path.toString().contains("/src/main/")).stream()
                .map(path -> path.resolveSibling("package-info.java"))
                .distinct()
                .filter(info -> !Files.exists(ROOT.resolve(info)) || !namesFrontDoor(info)))
        .isEmpty();
  }

  @Test
  void tests_areNeverDisabledAndNeverSleep() {
    assertThat(
            javaFiles(
                path ->
                    path.toString().contains("/src/test/")
                        && contains(path, "@Disabled", "Thread.sleep(")))
        .isEmpty();
  }

  @Test
  void code_printsOnlyByLoggerOrWriterItWasGiven() {
    assertThat(javaFiles(path -> contains(path, "System.out", "printStackTrace()"))).isEmpty();
  }

  @Test
  void types_areNamedInTheTermsOfTheField() {
    assertThat(
            javaFiles(
                path ->
                    NOISE_NAME.matcher(text(path)).find() || OTHER_TERM.matcher(text(path)).find()))
        .isEmpty();
  }

  @Test
  void comments_leaveNothingForLater() {
    assertThat(javaFiles(path -> contains(path, "// TODO", "// FIXME", "// XXX"))).isEmpty();
  }

  @Test
  void modules_haveAReadme() {
    assertThat(MODULES)
        .allSatisfy(module -> assertThat(ROOT.resolve(module).resolve("README.md")).exists());
  }

  @Test
  void topLevel_isExactlyWhatTheReadmeSays() throws IOException {
    try (Stream<Path> found = Files.list(ROOT)) {
      assertThat(
              found
                  .map(path -> path.getFileName().toString())
                  .filter(name -> !NOT_OURS.contains(name))
                  .collect(Collectors.toSet()))
          .isEqualTo(TOP_LEVEL);
    }
  }

  private static boolean namesFrontDoor(Path info) {
    String text = text(info);
    return text.contains("@NullMarked") && text.contains("Front door: {@link");
  }

  private static boolean contains(Path path, String... words) {
    // This file has to name what it looks for.
    return !path.endsWith("TidyTest.java") && Stream.of(words).anyMatch(text(path)::contains);
  }

  private static List<Path> javaFiles(Predicate<Path> wanted) {
    List<Path> found = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(ROOT::relativize)
            .filter(file -> !file.endsWith("package-info.java"))
            .filter(wanted)
            .forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  private static String text(Path path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
