package io.threatlockdown.core.source.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares diffs with what diff(1) says, and applies them to random texts. */
class TextDiffTest {
  private static final Pattern COMMAND =
      Pattern.compile("(\\d+)(?:,(\\d+))?([acd])(\\d+)(?:,(\\d+))?");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b,c|a,x,c|2c2,< b,---,> x",
        "a,c|a,b,c|1a2,> b",
        "a,b,c|a,c|2d1,< b",
        "a|a,b,c|1a2|",
        "b|a,b|0a1,> a",
        "a,b|c,d|1,2c1,2",
        "a|a|",
      })
  void of_smallTexts_isAsDiffWritesIt(String old, String now, String begin) {
    String diff = TextDiff.of(lines(old), lines(now), 10_000);

    assertThat(diff.replace('\n', ',')).startsWith(begin == null ? "" : begin);
    assertThat(diff.isEmpty()).isEqualTo(begin == null);
  }

  private static String lines(String text) {
    return text.replace(',', '\n') + "\n";
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void of_randomTexts_leadsFromOneToTheOther(int seed) {
    Random random = new Random(seed);
    List<String> old = text(random);
    List<String> now = text(random);

    String diff = TextDiff.of(joined(old), joined(now), 1 << 20);

    assertThat(apply(old, diff)).isEqualTo(now);
  }

  private static List<String> text(Random random) {
    return random.ints(random.nextInt(40), 0, 4).mapToObj(Integer::toString).toList();
  }

  private static String joined(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** Applies from the end to the begin, so that line numbers of the old text hold. */
  private static List<String> apply(List<String> old, String diff) {
    List<String> result = new ArrayList<>(old);
    List<String> lines = diff.lines().toList();
    for (int i = lines.size() - 1; i >= 0; i--) {
      Matcher command = COMMAND.matcher(lines.get(i));
      if (!command.matches()) {
        continue;
      }
      int from = Integer.parseInt(command.group(1));
      int to = command.group(2) == null ? from : Integer.parseInt(command.group(2));
      List<String> added = new ArrayList<>();
      for (int j = i + 1; j < lines.size() && !COMMAND.matcher(lines.get(j)).matches(); j++) {
        if (lines.get(j).startsWith("> ")) {
          added.add(lines.get(j).substring(2));
        }
      }
      if (command.group(3).equals("a")) {
        result.addAll(from, added);
      } else {
        result.subList(from - 1, to).clear();
        result.addAll(from - 1, added);
      }
    }
    return result;
  }

  @Test
  void of_textsThatDifferTooMuch_isOneChange() {
    String old = joined(IntStream.range(0, 2_000).mapToObj(i -> "old" + i).toList());
    String now = joined(IntStream.range(0, 2_000).mapToObj(i -> "new" + i).toList());

    assertThat(TextDiff.of(old, now, 1 << 20)).startsWith("1,2000c1,2000\n< old0\n");
  }

  @Test
  void of_longDiff_isCutAndSaysSo() {
    String now = joined(IntStream.range(0, 2_000).mapToObj(i -> "new" + i).toList());

    assertThat(TextDiff.of("", now, 100)).hasSize(100 + ChangeLine.DIFF_CUT.length());
  }
}
