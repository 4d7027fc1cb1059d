package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Latin1;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Feeds chunks by hand and reads the lines back. */
class LineCursorTest {
  private static final int FIVE_BYTES = 5;

  @Test
  void next_lineInOneChunk_isFound() {
    assertThat(lines("one\ntwo\n")).containsExactly("one", "two");
  }

  @Test
  void next_lineAcrossChunks_isJoined() {
    assertThat(lines("o", "n", "e\nt", "wo\n")).containsExactly("one", "two");
  }

  @Test
  void next_lineWithoutEnd_isKept() {
    assertThat(lines("one\ntwo")).containsExactly("one");
  }

  @Test
  void next_carriageReturn_isLeftOut() {
    assertThat(lines("one\r\n", "two\r", "\n\r\n")).containsExactly("one", "two", "");
  }

  @Test
  void next_longestLine_isFound() {
    assertThat(lines("12345\n", "12345\r\n", "123", "45\n"))
        .containsExactly("12345", "12345", "12345");
  }

  @Test
  void next_lineTooLong_isOverlongAndTheNextIsFound() {
    assertThat(lines("123456\na\n", "123", "4567", "89\nb\n", "123456\r\nc\n"))
        .containsExactly("OVERLONG", "a", "OVERLONG", "b", "OVERLONG", "c");
  }

  @Test
  void next_anyCutOfTheSameBytes_findsTheSameLines() {
    String text = "a\n\n12345\nlonger than five\r\n\r\nbc\r\n123456\nend\n";
    List<String> whole = lines(text);
    Random random = new Random(42);

    for (int round = 0; round < 500; round++) {
      List<String> chunks = new ArrayList<>();
      int at = 0;
      while (at < text.length()) {
        int end = Math.min(text.length(), at + 1 + random.nextInt(9));
        chunks.add(text.substring(at, end));
        at = end;
      }

      assertThat(lines(chunks.toArray(String[]::new))).as("%s", chunks).isEqualTo(whole);
    }
  }

  private static List<String> lines(String... chunks) {
    LineCursor cursor = new LineCursor(FIVE_BYTES);
    List<String> lines = new ArrayList<>();
    for (String chunk : chunks) {
      cursor.feed(chunk.getBytes(StandardCharsets.ISO_8859_1));
      while (cursor.hasMore()) {
        switch (cursor.next()) {
          case LINE -> lines.add(Latin1.of(cursor.bytes(), cursor.from(), cursor.to()));
          case OVERLONG -> lines.add("OVERLONG");
          case NOTHING -> {}
        }
      }
    }
    return lines;
  }
}
