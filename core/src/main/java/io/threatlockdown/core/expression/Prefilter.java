package io.threatlockdown.core.expression;

import java.util.ArrayList;
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
  private record Needed(String longest, List<String> inOrder) {
    private boolean isIn(String lower) {
      if (!lower.contains(longest)) {
        return false;
      }
      int at = 0;
      for (String text : inOrder) {
        int found = lower.indexOf(text, at);
        if (found < 0) {
          return false;
        }
        at = found + text.length();
      }
      return true;
    }
  }

  private final List<Needed> alternatives;

  private Prefilter(List<Needed> alternatives) {
    this.alternatives = alternatives;
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
   * @param lower the text, or one that contains it, as {@link #lower} returns it
   */
  public boolean admits(String lower) {
    if (alternatives.isEmpty()) {
      return true;
    }
    for (Needed alternative : alternatives) {
      if (alternative.isIn(lower)) {
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
    return alternatives.stream().map(Needed::longest).toList();
  }

  /** Whether every text is admitted. */
  public boolean admitsAll() {
    return alternatives.isEmpty();
  }

  /** Returns the text with its ASCII letters in lower case, the form {@link #admits} takes. */
  public static String lower(String text) {
    return Ascii.lower(text);
  }

  private static Prefilter of(List<List<String>> alternatives) {
    List<Needed> needed = new ArrayList<>();
    for (List<String> texts : alternatives) {
      if (texts.isEmpty()) {
        return ANYTHING;
      }
      String longest = texts.stream().max(Comparator.comparingInt(String::length)).orElse("");
      needed.add(new Needed(longest, List.copyOf(texts)));
    }
    return new Prefilter(List.copyOf(needed));
  }
}
