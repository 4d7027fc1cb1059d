package io.threatlockdown.core.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the search for many texts at once against looking for each. */
class LiteralIndexTest {
  private static final int ROUNDS = 2_000;

  @Test
  void find_overlappingTexts_findsAll() {
    LiteralIndex index = new LiteralIndex();
    for (String text : List.of("she", "he", "hers", "his", "shelter")) {
      assertThat(index.number(text)).isNotNegative();
    }

    assertThat(index.find("uSHErs \u00e9", 0)).containsExactly(0b111);
    assertThat(index.find("uSHErs \u00e9", 2)).containsExactly(0b110);
  }

  @Test
  void find_randomTexts_findsThoseThatOccur() {
    Random random = new Random(4711);
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      LiteralIndex index = new LiteralIndex();
      List<String> texts = Stream.generate(() -> text(random, 3)).limit(70).toList();
      int[] numbers = texts.stream().mapToInt(index::number).toArray();
      String log = text(random, 40);
      int from = random.nextInt(5);
      long[] bits = index.find(log, from);
      for (int i = 0; i < numbers.length; i++) {
        boolean has = (bits[numbers[i] >> 6] & 1L << numbers[i]) != 0;
        assertThat(has)
            .as("%s in %s from %d", texts.get(i), log, from)
            .isEqualTo(Ascii.lower(log).indexOf(texts.get(i), from) >= 0);
        found += has ? 1 : 0;
      }
    }
    assertThat(found).isGreaterThan(ROUNDS);
  }

  @Test
  void number_longText_isLookedForByItsStart() {
    LiteralIndex index = new LiteralIndex();

    assertThat(index.number("abcdefghijklmn")).isEqualTo(index.number("abcdefghijklxy"));
    assertThat(index.find("abcdefghijkl", 0)).containsExactly(1);
  }

  @Test
  void number_pastTheNamedNumberOfBytes_isNone() {
    LiteralIndex index = new LiteralIndex();
    int last = 0;
    for (int i = 0; i < LiteralIndex.BYTES_MAX; i++) {
      last = index.number("text " + i);
    }

    assertThat(last).isEqualTo(LiteralIndex.NO_NUMBER);
    assertThat(index.find("text 1", 0)[0]).isEqualTo(0b10);
  }

  private static String text(Random random, int lengthMax) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(lengthMax) + (lengthMax > 3 ? 10 : 0); i >= 0; i--) {
      text.append("abc1".charAt(random.nextInt(4)));
    }
    return lengthMax > 3 && random.nextBoolean()
        ? text.toString().replace('a', 'A')
        : text.toString();
  }
}
