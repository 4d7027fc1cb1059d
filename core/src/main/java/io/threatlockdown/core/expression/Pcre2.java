package io.threatlockdown.core.expression;

import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * PCRE2 without UTF mode, as {@code java.util.regex} runs it on bytes held as chars (spec ruleset
 * §2.6). A search that takes too many steps or too much stack has not matched.
 */
final class Pcre2 implements Expression {
  private final String source;
  private final Pattern pattern;
  private final AtomicLong exceeded = new AtomicLong();

  private Pcre2(String source, Pattern pattern) {
    this.source = source;
    this.pattern = pattern;
  }

  static Pcre2 compile(String source) throws PatternException {
    String translated = new Pcre2Translation(source).translate();
    try {
      return new Pcre2(source, Pattern.compile(translated, Pattern.UNIX_LINES));
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
    into.start(matcher.end() == from ? Captures.nextOfEmpty(text, from) : matcher.end());
    int last = matcher.groupCount();
    while (last > 0 && matcher.start(last) < 0) {
      last--;
    }
    for (int group = 1; group <= last; group++) {
      int start = matcher.start(group);
      into.add(start < 0 ? "" : text.substring(start, matcher.end(group)));
    }
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
      return matcher.find();
    } catch (CountedText.Exceeded | StackOverflowError tooMuch) {
      exceeded.incrementAndGet();
      return false;
    }
  }
}
