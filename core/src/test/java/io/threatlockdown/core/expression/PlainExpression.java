package io.threatlockdown.core.expression;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern without anything that makes it fast: what spec ruleset §2 says of the three flavours,
 * and §9 of OSSEC's, read literally. PCRE2 is {@code java.util.regex} there, too, and so is what
 * OSSEC translates to it.
 */
public final class PlainExpression {
  private final Flavour flavour;
  private final String source;
  private final String[] alternatives;
  private final Optional<PlainOsRegex> osRegex;
  private final Optional<Pattern> pcre2;

  /** Takes a pattern of Wazuh that compiles. */
  public PlainExpression(Flavour flavour, String source) throws PatternException {
    this(
        flavour,
        source,
        flavour == Flavour.PCRE2
            ? Optional.of(
                Pattern.compile(new Pcre2Translation(source).translate(), Pattern.UNIX_LINES))
            : Optional.empty());
  }

  private PlainExpression(Flavour flavour, String source, Optional<Pattern> pcre2)
      throws PatternException {
    this.flavour = flavour;
    this.source = source;
    this.alternatives = source.substring(source.startsWith("!") ? 1 : 0).split("\\|", -1);
    this.osRegex =
        flavour == Flavour.OS_REGEX ? Optional.of(new PlainOsRegex(source)) : Optional.empty();
    this.pcre2 = pcre2;
  }

  /** Returns the plain form of a compiled pattern. */
  public static PlainExpression of(Expression compiled) {
    Flavour flavour = Flavour.STRING;
    if (compiled instanceof OsRegex) {
      flavour = Flavour.OS_REGEX;
    } else if (compiled instanceof OsMatch) {
      flavour = Flavour.OS_MATCH;
    } else if (compiled instanceof AnchoredText) {
      flavour = Flavour.OSSEC_MATCH;
    } else if (compiled instanceof Pcre2) {
      flavour = Flavour.PCRE2;
    }
    try {
      if (compiled instanceof Pcre2 pcre2 && pcre2.report() == MatchReport.OSSEC) {
        int flags = Pattern.UNIX_LINES | Pattern.CASE_INSENSITIVE;
        return new PlainExpression(
            Flavour.PCRE2_CASELESS,
            pcre2.source(),
            Optional.of(Pattern.compile(pcre2.translated(), flags)));
      }
      return new PlainExpression(flavour, compiled.source());
    } catch (PatternException compiledOnce) {
      throw new IllegalArgumentException(compiledOnce);
    }
  }

  /** The flavour. */
  public Flavour flavour() {
    return flavour;
  }

  /** The pattern as written. */
  public String source() {
    return source;
  }

  /** Whether the pattern occurs in the subject. */
  public boolean matches(String subject) {
    return switch (flavour) {
      case OS_REGEX -> osRegex.orElseThrow().matches(subject);
      case OS_MATCH -> osMatch(subject);
      case PCRE2, PCRE2_CASELESS -> search(pcre2.orElseThrow().matcher(new CountedText(subject)));
      case STRING -> source.equals(subject);
      case OSSEC_MATCH -> anchoredEnd(subject) >= 0;
      case OSSEC_REGEX -> throw new IllegalStateException("compiled to another: " + flavour);
    };
  }

  /** Like {@link Expression#find}. */
  public boolean find(String text, int from, Captures into) {
    String subject = text.substring(from);
    return switch (flavour) {
      case OS_REGEX -> findOsRegex(text, from, into);
      case PCRE2 -> findPcre2(text, from, into);
      case PCRE2_CASELESS -> findOssec(text, from, into);
      case OSSEC_MATCH -> {
        int end = anchoredEnd(subject);
        if (end >= 0) {
          into.start(from + end);
        }
        yield end >= 0;
      }
      default -> {
        boolean found = matches(subject);
        if (found) {
          into.start(flavour == Flavour.STRING ? text.length() : from);
        }
        yield found;
      }
    };
  }

  private boolean findOsRegex(String text, int from, Captures into) {
    String subject = text.substring(from);
    Optional<PlainOsRegex.Found> found = osRegex.orElseThrow().find(subject);
    if (found.isEmpty()) {
      return false;
    }
    int end = found.get().end();
    into.start(end < 0 ? afterNothing(text, from) : from + Math.min(end + 1, subject.length()));
    found.get().captures().forEach(into::add);
    return true;
  }

  private boolean findPcre2(String text, int from, Captures into) {
    Matcher matcher = pcre2.orElseThrow().matcher(new CountedText(text.substring(from)));
    if (!search(matcher)) {
      return false;
    }
    into.start(matcher.end() == 0 ? afterNothing(text, from) : from + matcher.end());
    int highest = 0;
    for (int group = 1; group <= matcher.groupCount(); group++) {
      highest = matcher.start(group) >= 0 ? group : highest;
    }
    for (int group = 1; group <= highest; group++) {
      into.add(Optional.ofNullable(matcher.group(group)).orElse(""));
    }
    return true;
  }

  /** §9: the exact end, and no place for a group that is unset. */
  private boolean findOssec(String text, int from, Captures into) {
    Matcher matcher = pcre2.orElseThrow().matcher(new CountedText(text.substring(from)));
    if (!search(matcher)) {
      return false;
    }
    into.start(from + matcher.end());
    for (int group = 1; group <= matcher.groupCount(); group++) {
      if (matcher.start(group) >= 0 && into.count() < 64) {
        into.add(matcher.group(group));
      }
    }
    return true;
  }

  /** §9: where a literal with {@code ^}, {@code $} or both ends; -1 if it is not there. */
  private int anchoredEnd(String subject) {
    boolean start = source.startsWith("^");
    boolean end = source.endsWith("$") && source.length() > (start ? 1 : 0);
    String literal = source.substring(start ? 1 : 0, source.length() - (end ? 1 : 0));
    for (int at = 0; at <= subject.length() - literal.length(); at++) {
      int behind = at + literal.length();
      if ((!start || at == 0)
          && (!end || behind == subject.length())
          && equalsAt(subject, at, literal)) {
        return behind;
      }
    }
    return -1;
  }

  /** §2.4: the byte before the searched text decides; before the first is none, which is a NUL. */
  private static int afterNothing(String text, int from) {
    boolean nul = from == 0 || text.charAt(from - 1) == 0;
    return nul ? text.length() : from;
  }

  private static boolean search(Matcher matcher) {
    try {
      return matcher.find();
    } catch (SearchExceeded | StackOverflowError givenUp) {
      return false;
    }
  }

  /** §2.2. */
  private boolean osMatch(String subject) {
    boolean inverted = source.startsWith("!");
    for (String alternative : alternatives) {
      boolean start = alternative.startsWith("^");
      boolean end = alternative.endsWith("$") && alternative.length() > (start ? 1 : 0);
      String literal = alternative.substring(start ? 1 : 0, alternative.length() - (end ? 1 : 0));
      int last = subject.length() - literal.length();
      boolean found = false;
      if (start) {
        found = (!end || last == 0) && equalsAt(subject, 0, literal);
      } else if (end) {
        found = equalsAt(subject, last, literal);
      } else if (literal.chars().allMatch(c -> c < 0x80)) {
        for (int at = 0; at <= last && !found; at++) {
          found = equalsAt(subject, at, literal);
        }
      }
      if (found) {
        return !inverted;
      }
    }
    return inverted;
  }

  private static boolean equalsAt(String subject, int at, String literal) {
    for (int i = 0; i < literal.length(); i++) {
      if (at < 0
          || at + i >= subject.length()
          || PlainByteClass.lower(subject.charAt(at + i))
              != PlainByteClass.lower(literal.charAt(i))) {
        return false;
      }
    }
    return at >= 0 && at <= subject.length();
  }
}
