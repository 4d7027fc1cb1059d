package io.threatlockdown.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closes the store and opens it again. */
class FilePositionsTest {
  private static final Fingerprint FINGERPRINT = Fingerprint.of(new byte[] {1, 2, 3}, 3);

  private final List<String> problems = new ArrayList<>();

  private static FilePosition position(String path, long inode, long offset) {
    return new FilePosition(path, new FileId(1, inode), offset, FINGERPRINT);
  }

  @Test
  void open_afterClose_hasEverything(@TempDir Path directory) {
    Path file = directory.resolve("positions");
    try (FilePositions positions = FilePositions.open(file, problems::add)) {
      positions.put(position("/var/log/a b\n\u00e9", 7, 1));
      positions.put(position("/var/log/a b\n\u00e9", 8, 2));
      positions.put(position("/var/log/a b\n\u00e9", 7, 3));
      positions.putCursor("journald", "s=1;i=2 &");
      positions.know("/var/log/*.log");
    }

    try (FilePositions positions = FilePositions.open(file, problems::add)) {
      assertThat(positions.of("/var/log/a b\n\u00e9"))
          .containsExactly(
              position("/var/log/a b\n\u00e9", 7, 3), position("/var/log/a b\n\u00e9", 8, 2));
      assertThat(positions.in(new FileId(1, 8))).hasSize(1);
      assertThat(positions.cursor("journald")).contains("s=1;i=2 &");
      assertThat(positions.knows("/var/log/*.log")).isTrue();
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void open_damagedFile_isReportedAndStartsEmpty(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("positions");
    try (FilePositions positions = FilePositions.open(file, problems::add)) {
      positions.put(position("/a", 7, 100));
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    for (int cut = 0; cut < text.length(); cut++) {
      Files.writeString(file, text.substring(0, cut), StandardCharsets.ISO_8859_1);
      problems.clear();

      try (FilePositions positions = FilePositions.open(file, problems::add)) {
        assertThat(positions.of("/a")).isEmpty();
        assertThat(problems).hasSize(1);
      }
    }
  }

  @Test
  void put_moreThanTheLimit_forgetsWhatChangedLongestAgo(@TempDir Path directory) {
    try (FilePositions positions =
        FilePositions.open(directory.resolve("positions"), problems::add)) {
      for (int i = 0; i < FilePositions.PATHS_MAX; i++) {
        positions.put(position("/" + i, i, 0));
      }
      positions.put(position("/0", 0, 1));
      positions.put(position("/one too many", 0, 0));

      assertThat(positions.of("/0")).hasSize(1);
      assertThat(positions.of("/1")).isEmpty();
    }
  }

  @Test
  void put_whereNothingCanBeWritten_isReported(@TempDir Path directory) {
    try (FilePositions positions =
        FilePositions.open(directory.resolve("missing/positions"), problems::add)) {
      positions.put(position("/a", 7, 100));
    }

    assertThat(problems).isNotEmpty().allMatch(problem -> problem.contains("cannot be written"));
  }
}
