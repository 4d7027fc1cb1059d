package io.threatlockdown.core.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A quick no: the literal texts without which a pattern cannot match. Of the patterns that do not
 * match a log, nine in ten lack such a text (spec ruleset §8.1), and looking for one costs a
 * hundredth of running the pattern. Immutable.
 */
public final class Prefilter {
  private static final Prefilter ANYTHING = new Prefilter(List.of());

  /** The texts that one alternative needs, in this order, and the longest of them. */
  private record Needed(String longest, List<String> inOrder, FoldedText summary) {
    private boolean isIn(FoldedText text) {
      if (!text.mayHold(summary)) {
        return false;
      }
      String lower = text.lower();
      if (inOrder.size() == 1) {
        return lower.contains(longest);
      }
      int at = 0;
      for (int i = 0; i < inOrder.size(); i++) {
        String part = inOrder.get(i);
        int found = lower.indexOf(part, at);
        if (found < 0) {
          return false;
        }
        at = found + part.length();
      }
      return true;
    }
  }

  private final Needed[] alternatives;

  private Prefilter(List<Needed> alternatives) {
    this.alternatives = alternatives.toArray(Needed[]::new);
  }

  /** Returns the filter of a pattern that compiles; one that admits anything if none is known. */
  public static Prefilter of(Flavour flavour, String pattern) {
    return switch (flavour) {
      case OS_REGEX -> of(LiteralTexts.ofOsRegex(pattern));
      case PCRE2, PCRE2_CASELESS -> of(LiteralTexts.ofPcre2(pattern));
      case OS_MATCH -> of(LiteralTexts.ofOsMatch(pattern));
      case OSSEC_MATCH -> of(LiteralTexts.ofPcre2(OssecTranslation.ofMatch(pattern)));
      case OSSEC_REGEX -> ofOssecRegex(pattern);
      case STRING -> ANYTHING;
    };
  }

  private static Prefilter ofOssecRegex(String pattern) {
    try {
      return of(LiteralTexts.ofPcre2(OssecTranslation.ofRegex(pattern)));
    } catch (PatternException wrong) {
      throw new IllegalArgumentException("the pattern must compile: was " + pattern, wrong);
    }
  }

  /**
   * Whether the pattern may match a text.
   *
   * @param text the text, or one that contains it
   */
  public boolean admits(FoldedText text) {
    if (admitsAll()) {
      return true;
    }
    for (Needed alternative : alternatives) {
      if (alternative.isIn(text)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns a lower-case text for each alternative, of which a text must contain one to be
   * admitted; none if every text is admitted.
   */
  public List<String> texts() {
    return Arrays.stream(alternatives).map(Needed::longest).toList();
  }

  /** Whether every text is admitted. */
  public boolean admitsAll() {
    return alternatives.length == 0;
  }

  private static Prefilter of(List<List<String>> alternatives) {
    List<Needed> needed = new ArrayList<>();
    for (List<String> texts : alternatives) {
      if (texts.isEmpty()) {
        return ANYTHING;
      }
      String longest = texts.stream().max(Comparator.comparingInt(String::length)).orElse("");
      needed.add(new Needed(longest, List.copyOf(texts), FoldedText.ofAll(texts)));
    }
    return new Prefilter(List.copyOf(needed));
  }
}
