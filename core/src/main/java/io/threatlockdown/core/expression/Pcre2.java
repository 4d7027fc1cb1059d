package io.threatlockdown.core.expression;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * PCRE2, as {@code java.util.regex} runs it on bytes held as chars (spec ruleset §2.6), and what
 * OSSEC translates to it (§9). A search that takes too many steps or too much stack has not
 * matched.
 */
final class Pcre2 implements Expression {
  private final String source;
  private final Pattern pattern;
  private final boolean anchored;
  private final MatchReport report;
  private final AtomicLong exceeded = new AtomicLong();

  private Pcre2(String source, Pattern pattern, MatchReport report) {
    this.source = source;
    this.pattern = pattern;
    this.anchored = StartAnchor.isIn(pattern.pattern());
    this.report = report;
  }

  /** Compiles a pattern of Wazuh, which minds case. */
  static Pcre2 compile(String source) throws PatternException {
    return compile(source, new Pcre2Translation(source).translate(), 0, MatchReport.WAZUH);
  }

  /** Compiles a pattern of OSSEC's {@code pcre2} elements, which ignore ASCII case. */
  static Pcre2 caseless(String source) throws PatternException {
    return ossec(source, new Pcre2Translation(source).translate());
  }

  /** Compiles OS_Regex as OSSEC runs it. */
  static Expression ossecRegex(String source) throws PatternException {
    Optional<AnchoredText> plain = AnchoredText.of(source, OssecTranslation.REGEX_SPECIALS);
    return plain.isPresent() ? plain.get() : ossec(source, OssecTranslation.ofRegex(source));
  }

  /** Compiles OS_Match as OSSEC runs it. */
  static Expression ossecMatch(String source) throws PatternException {
    Optional<AnchoredText> plain = AnchoredText.of(source, OssecTranslation.MATCH_SPECIALS);
    return plain.isPresent() ? plain.get() : ossec(source, OssecTranslation.ofMatch(source));
  }

  private static Pcre2 ossec(String source, String translated) throws PatternException {
    return compile(source, translated, Pattern.CASE_INSENSITIVE, MatchReport.OSSEC);
  }

  private static Pcre2 compile(String source, String translated, int flags, MatchReport report)
      throws PatternException {
    if (EmptyPaths.of(translated) > EmptyPaths.WAYS_MAX) {
      throw new PatternException(
          "more than " + EmptyPaths.WAYS_MAX + " ways to match nothing in: " + source);
    }
    try {
      return new Pcre2(source, Pattern.compile(translated, Pattern.UNIX_LINES | flags), report);
    } catch (PatternSyntaxException wrong) {
      throw new PatternException(
          wrong.getDescription() + " near byte " + wrong.getIndex() + " of: " + source);
    } catch (StackOverflowError deep) {
      throw new PatternException("groups nest too deep in: " + source);
    }
  }

  @Override
  public boolean matches(String subject) {
    return find(pattern.matcher(new CountedText(subject)));
  }

  @Override
  public boolean find(String text, int from, Captures into) {
    Matcher matcher = pattern.matcher(new CountedText(text)).region(from, text.length());
    if (!find(matcher)) {
      return false;
    }
    report.report(matcher, text, from, into);
    return true;
  }

  @Override
  public long budgetExceeded() {
    return exceeded.get();
  }

  @Override
  public String source() {
    return source;
  }

  private boolean find(Matcher matcher) {
    try {
      return anchored ? matcher.lookingAt() : matcher.find();
    } catch (CountedText.Exceeded | StackOverflowError tooMuch) {
      exceeded.incrementAndGet();
      return false;
    }
  }
}
