package io.threatlockdown.core.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A quick no: the literal texts without which a pattern cannot match. Of the patterns that do not
 * match a log, nine in ten lack such a text (spec ruleset §8.1), and one pass over the log finds
 * all there are. Immutable.
 */
public final class TextFilter {
  /** Bytes that are in nearly every log, so that alone they tell nothing. */
  private static final String FREQUENT = " :/.,-_=()[]'\";";

  /** Of one alternative so many texts are looked for, the longest. */
  private static final int TEXTS_MAX = 8;

  private static final TextFilter ANYTHING = new TextFilter(List.of());

  /** For each alternative the numbers of texts, all of which must be there. */
  private final int[][] alternatives;

  private TextFilter(List<int[]> alternatives) {
    this.alternatives = alternatives.toArray(int[][]::new);
  }

  /**
   * Returns the filter of a pattern that compiles; one that admits anything if no text is known.
   *
   * @param index takes the texts
   */
  public static TextFilter of(Flavour flavour, String pattern, LiteralIndex index) {
    List<int[]> numbered = new ArrayList<>();
    for (List<String> texts : texts(flavour, pattern)) {
      int[] numbers = numbers(texts, index);
      if (numbers.length == 0) {
        return ANYTHING;
      }
      numbered.add(numbers);
    }
    return numbered.isEmpty() ? ANYTHING : new TextFilter(numbered);
  }

  private static int[] numbers(List<String> texts, LiteralIndex index) {
    List<String> telling = new ArrayList<>();
    for (String text : texts) {
      if (isTelling(text)) {
        telling.add(text);
      }
    }
    telling.sort(Comparator.comparingInt(String::length).reversed());
    int[] numbers = new int[Math.min(telling.size(), TEXTS_MAX)];
    int count = 0;
    for (String text : telling.subList(0, numbers.length)) {
      int number = index.number(text);
      if (number != LiteralIndex.NO_NUMBER) {
        numbers[count] = number;
        count++;
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  /** Whether every text is admitted. */
  public boolean admitsAll() {
    return alternatives.length == 0;
  }

  /**
   * Whether the pattern may match a log.
   *
   * @param found what the index found in the log, or in one that contains it
   */
  public boolean admits(long[] found) {
    if (alternatives.length == 0) {
      return true;
    }
    for (int[] texts : alternatives) {
      if (hasAll(found, texts)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the texts that each alternative of a pattern needs; none where none is known. */
  private static List<List<String>> texts(Flavour flavour, String pattern) {
    return switch (flavour) {
      case OS_REGEX -> LiteralTexts.ofOsRegex(pattern);
      case PCRE2, PCRE2_CASELESS -> LiteralTexts.ofPcre2(pattern);
      case OS_MATCH -> LiteralTexts.ofOsMatch(pattern);
      case OSSEC_MATCH -> LiteralTexts.ofPcre2(OssecTranslation.ofMatch(pattern));
      case OSSEC_REGEX -> ofOssecRegex(pattern);
      case STRING -> List.of();
    };
  }

  private static List<List<String>> ofOssecRegex(String pattern) {
    try {
      return LiteralTexts.ofPcre2(OssecTranslation.ofRegex(pattern));
    } catch (PatternException wrong) {
      throw new IllegalArgumentException("the pattern must compile: was " + pattern, wrong);
    }
  }

  private static boolean isTelling(String text) {
    return text.length() > 1
        || (!Character.isLetterOrDigit(text.charAt(0)) && !FREQUENT.contains(text));
  }

  private static boolean hasAll(long[] found, int[] texts) {
    for (int text : texts) {
      if ((found[text >> 6] & 1L << text) == 0) {
        return false;
      }
    }
    return true;
  }
}
