package io.threatlockdown.core.source.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes baselines, damages them, and reads them again. */
class BaselineTest {
  private static final FileState STATE =
      new FileState(
          12_345_678_901L,
          0100644,
          -2,
          0,
          "\u00c3\u00a9 user",
          "root",
          -1,
          64768,
          Long.MAX_VALUE,
          new Digests("aa", "bb", "cc"));

  @TempDir private Path directory;
  private final List<String> problems = new ArrayList<>();

  private Baseline open() {
    return Baseline.open(directory.resolve("baseline"), problems::add);
  }

  private static Baseline.Change put(String path) {
    return new Baseline.Change(path, Optional.of(STATE));
  }

  @Test
  void commit_isThereAfterARestart() {
    try (Baseline baseline = open()) {
      baseline.know("/etc", "/e*");
      baseline.commit(List.of(put("/etc/a\nb"), put("/etc/\u00ff"), put("/etc/gone")));
      baseline.commit(List.of(new Baseline.Change("/etc/gone", Optional.empty())));
    }

    try (Baseline baseline = open()) {
      assertThat(baseline.below("/etc")).containsExactly("/etc/a\nb", "/etc/\u00ff");
      assertThat(baseline.find("/etc/a\nb")).contains(STATE);
      assertThat(baseline.roots()).containsEntry("/etc", "/e*");
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void below_isOnlyWhatIsInTheDirectory() {
    try (Baseline baseline = open()) {
      baseline.commit(List.of(put("/a"), put("/a/b"), put("/a/b/c"), put("/a.b"), put("/a0")));

      assertThat(baseline.below("/a")).containsExactly("/a/b", "/a/b/c");
      assertThat(baseline.below("/")).hasSize(5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 60, 90})
  void file_cutShortAnywhereInItsLastLine_losesThatLineOnly(int cut) throws IOException {
    try (Baseline baseline = open()) {
      baseline.commit(List.of(put("/first"), put("/second")));
    }
    Path file = directory.resolve("baseline");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - cut));

    try (Baseline baseline = open()) {
      // Without its newline the last line is still whole.
      assertThat(baseline.find("/first")).isPresent();
      assertThat(baseline.find("/second").isPresent()).isEqualTo(cut == 1);
      baseline.commit(List.of(put("/third")));
    }
    try (Baseline baseline = open()) {
      assertThat(baseline.find("/first")).isPresent();
      assertThat(baseline.find("/third")).isPresent();
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void file_damagedInside_losesThatLineAndSaysSo() throws IOException {
    try (Baseline baseline = open()) {
      baseline.commit(List.of(put("/first"), put("/second")));
    }
    Path file = directory.resolve("baseline");
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.writeString(file, text.replace("first", "f1rst"), StandardCharsets.ISO_8859_1);

    try (Baseline baseline = open()) {
      assertThat(baseline.below("/")).containsExactly("/second");
    }
    assertThat(problems).hasSize(1).allMatch(text1 -> text1.startsWith("1 records"));
  }

  @Test
  void file_thatIsNone_isReportedAndReplaced() throws IOException {
    Files.writeString(directory.resolve("baseline"), "something else\n");

    try (Baseline baseline = open()) {
      baseline.commit(List.of(put("/first")));
    }

    assertThat(problems).hasSize(1).allMatch(text -> text.contains("is lost"));
    try (Baseline baseline = open()) {
      assertThat(baseline.find("/first")).isPresent();
    }
    assertThat(problems).hasSize(1);
  }

  @Test
  void file_doesNotGrowWithThePast() throws IOException {
    try (Baseline baseline = open()) {
      baseline.commit(List.of(put("/first")));
    }
    for (int i = 0; i < 20; i++) {
      try (Baseline baseline = open()) {
        for (int j = 0; j < 1_000; j++) {
          baseline.commit(List.of(put("/changing")));
        }
      }
    }

    assertThat(Files.readAllLines(directory.resolve("baseline"), StandardCharsets.ISO_8859_1))
        .hasSizeLessThan(6_000);
  }

  @Test
  void retain_forgetsTheRestForGood() {
    try (Baseline baseline = open()) {
      baseline.know("/a", "/a");
      baseline.commit(List.of(put("/a/b"), put("/c")));
      assertThat(baseline.retain(path -> path.equals("/c"), pattern -> false)).isEqualTo(2);
    }

    try (Baseline baseline = open()) {
      assertThat(baseline.below("/")).containsExactly("/c");
      assertThat(baseline.roots()).isEmpty();
    }
  }
}
