package io.threatlockdown.core.expression;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * OS_Regex (spec ruleset §2.3 and §2.4): alternatives tried one after the other, each over the
 * whole subject; the first that matches anywhere wins.
 */
final class OsRegex implements Expression {
  private final String source;
  private final OsRegexAlternative[] alternatives;
  private final boolean capturing;
  private final AtomicLong exceeded = new AtomicLong();

  private OsRegex(String source, List<OsRegexAlternative> alternatives) {
    this.source = source;
    this.alternatives = alternatives.toArray(OsRegexAlternative[]::new);
    this.capturing = alternatives.stream().anyMatch(alternative -> alternative.parens() > 0);
  }

  static OsRegex compile(String pattern) throws PatternException {
    return new OsRegex(pattern, OsRegexCompiler.compile(pattern));
  }

  @Override
  public boolean matches(String subject) {
    for (OsRegexAlternative alternative : alternatives) {
      if (alternative.isLiteral()
          ? alternative.literalEnd(subject, 0) != OsRegexAlternative.NO_MATCH
          : attempt(alternative, subject, 0, false).succeeds()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean find(String text, int from, Captures into) {
    for (OsRegexAlternative alternative : alternatives) {
      if (alternative.isLiteral()) {
        int end = alternative.literalEnd(text, from);
        if (end != OsRegexAlternative.NO_MATCH) {
          into.start(end + 1);
          return true;
        }
      } else {
        OsRegexAttempt attempt = attempt(alternative, text, from, capturing);
        if (attempt.succeeds()) {
          attempt.capture(into);
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public long budgetExceeded() {
    return exceeded.get();
  }

  @Override
  public StartBytes starts() {
    return StartBytes.ofOsRegex(source);
  }

  @Override
  public String source() {
    return source;
  }

  private OsRegexAttempt attempt(
      OsRegexAlternative alternative, String text, int from, boolean captures) {
    OsRegexAttempt attempt = new OsRegexAttempt(alternative, text, from, captures);
    attempt.run();
    if (attempt.exceeded()) {
      exceeded.incrementAndGet();
    }
    return attempt;
  }
}
