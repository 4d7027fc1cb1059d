package io.threatlockdown.core.expression;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * PCRE2, as {@code java.util.regex} runs it on bytes held as chars (spec ruleset §2.6), and what
 * OSSEC translates to it (§9). A search that takes too many steps or too much stack has not
 * matched.
 */
final class Pcre2 implements Expression {
  private final String source;
  private final String translated;
  private final Matching matching;
  private final MatchReport report;
  private final AtomicLong exceeded = new AtomicLong();

  /** The search itself. */
  private sealed interface Matching {
    @Nullable MatchResult find(String text, int from);
  }

  /** A program of ours, which nearly every pattern of rulesets gets. */
  private record Ours(RegexProgram program) implements Matching {
    @Override
    public @Nullable MatchResult find(String text, int from) {
      return program.find(text, from);
    }
  }

  /** Java's own, for the rest. */
  private record Javas(Pattern pattern, boolean anchored) implements Matching {
    @Override
    public @Nullable MatchResult find(String text, int from) {
      Matcher matcher = pattern.matcher(new CountedText(text)).region(from, text.length());
      return (anchored ? matcher.lookingAt() : matcher.find()) ? matcher : null;
    }
  }

  private Pcre2(String source, String translated, Matching matching, MatchReport report) {
    this.source = source;
    this.translated = translated;
    this.matching = matching;
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
    boolean caseless = (flags & Pattern.CASE_INSENSITIVE) != 0;
    Optional<RegexProgram> program = RegexProgram.of(translated, caseless);
    if (program.isPresent()) {
      return new Pcre2(source, translated, new Ours(program.get()), report);
    }
    try {
      Pattern pattern = Pattern.compile(translated, Pattern.UNIX_LINES | flags);
      return new Pcre2(
          source, translated, new Javas(pattern, StartAnchor.isIn(translated)), report);
    } catch (PatternSyntaxException wrong) {
      throw new PatternException(
          wrong.getDescription() + " near byte " + wrong.getIndex() + " of: " + source);
    } catch (StackOverflowError deep) {
      throw new PatternException("groups nest too deep in: " + source);
    }
  }

  @Override
  public boolean matches(String subject) {
    return search(subject, 0) != null;
  }

  @Override
  public boolean find(String text, int from, Captures into) {
    MatchResult match = search(text, from);
    if (match == null) {
      return false;
    }
    report.report(match, text, from, into);
    return true;
  }

  @Override
  public long budgetExceeded() {
    return exceeded.get();
  }

  @Override
  public StartBytes starts() {
    return matching instanceof Ours ours ? ours.program().starts() : StartBytes.ANY;
  }

  /** Returns the pattern in the syntax of {@code java.util.regex}. */
  String translated() {
    return translated;
  }

  /** Which groups a match hands on. */
  MatchReport report() {
    return report;
  }

  @Override
  public String source() {
    return source;
  }

  private @Nullable MatchResult search(String text, int from) {
    try {
      return matching.find(text, from);
    } catch (SearchExceeded | StackOverflowError tooMuch) {
      exceeded.incrementAndGet();
      return null;
    }
  }
}
