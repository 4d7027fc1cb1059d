package io.threatlockdown.core.expression;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes PCRE2 so that {@code java.util.regex} means the same (spec ruleset §2.6): braces that
 * repeat nothing, brackets and {@code &&} in classes, POSIX classes, {@code \b} (which before Java
 * 19 takes Latin-1 letters for words), {@code \N}, {@code \N{U+1F}}, and {@code (*UTF)}.
 */
final class Pcre2Translation {
  /** How deep groups may nest (PCRE2's PARENS_NEST_LIMIT). */
  private static final int GROUP_DEPTH_MAX = 250;

  /** What {@code \b} is written as. */
  static final String WORD_BOUNDARY = "(?:(?<=\\w)(?!\\w)|(?<!\\w)(?=\\w))";

  /** What {@code \B} is written as. */
  static final String NO_WORD_BOUNDARY = "(?:(?<=\\w)(?=\\w)|(?<!\\w)(?!\\w))";

  private static final String UTF = "(*UTF)";
  private static final Pattern REPETITION = Pattern.compile("\\{\\d+(,\\d*)?}");
  private static final Pattern CODE_POINT = Pattern.compile("\\\\N\\{U\\+([0-9A-Fa-f]{1,6})}");
  private static final Pattern POSIX = Pattern.compile("\\[:(\\^?)([a-z]+):]");
  private static final Map<String, String> POSIX_NAMES =
      Map.ofEntries(
          Map.entry("alnum", "Alnum"),
          Map.entry("alpha", "Alpha"),
          Map.entry("ascii", "ASCII"),
          Map.entry("blank", "Blank"),
          Map.entry("cntrl", "Cntrl"),
          Map.entry("digit", "Digit"),
          Map.entry("graph", "Graph"),
          Map.entry("lower", "Lower"),
          Map.entry("print", "Print"),
          Map.entry("punct", "Punct"),
          Map.entry("space", "Space"),
          Map.entry("upper", "Upper"),
          Map.entry("xdigit", "XDigit"));

  private final String source;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int depth;

  Pcre2Translation(String source) {
    this.source = source;
  }

  String translate() throws PatternException {
    at = source.startsWith(UTF) ? UTF.length() : 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      switch (c) {
        case '\\' -> escape();
        case '[' -> bracket();
        case '{' -> brace();
        case '(', ')' -> paren(c == '(');
        default -> copy(1);
      }
    }
    return out.toString();
  }

  private void escape() throws PatternException {
    if (source.startsWith("\\Q", at)) {
      quote();
    } else if (source.startsWith("\\b", at)) {
      replace(2, WORD_BOUNDARY);
    } else if (source.startsWith("\\B", at)) {
      replace(2, NO_WORD_BOUNDARY);
    } else if (source.startsWith("\\N{", at)) {
      codePoint();
    } else if (source.startsWith("\\N", at)) {
      replace(2, "[^\\n]");
    } else if (hasBracedArgument()) {
      copy(source.indexOf('}', at) + 1 - at);
    } else {
      copy(Math.min(2, source.length() - at));
    }
  }

  /** Whether braces behind the escape belong to it, as in {@code \x{ff}}. */
  private boolean hasBracedArgument() {
    return at + 2 < source.length()
        && "xpPgk".indexOf(source.charAt(at + 1)) >= 0
        && source.charAt(at + 2) == '{'
        && source.indexOf('}', at) > 0;
  }

  private void quote() {
    int end = source.indexOf("\\E", at);
    copy(end < 0 ? source.length() - at : end + 2 - at);
  }

  private void codePoint() throws PatternException {
    Matcher matcher = CODE_POINT.matcher(source).region(at, source.length());
    if (!matcher.lookingAt()
        || !Character.isValidCodePoint(Integer.parseInt(matcher.group(1), 16))) {
      throw new PatternException("unknown code point at byte " + at + " of: " + source);
    }
    StringBuilder bytes = new StringBuilder("(?:");
    String text = Character.toString(Integer.parseInt(matcher.group(1), 16));
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.append(String.format(Locale.ROOT, "\\x%02X", b & 0xff));
    }
    replace(matcher.end() - at, bytes.append(')').toString());
  }

  private void paren(boolean opens) throws PatternException {
    depth += opens ? 1 : -1;
    if (depth > GROUP_DEPTH_MAX) {
      throw new PatternException("groups nest deeper than " + GROUP_DEPTH_MAX + " in: " + source);
    }
    copy(1);
  }

  private void brace() {
    if (REPETITION.matcher(source).region(at, source.length()).lookingAt()) {
      copy(source.indexOf('}', at) + 1 - at);
    } else {
      replace(1, "\\{");
    }
  }

  /** Copies a class, in which Java alone gives a meaning to {@code [} and {@code &&}. */
  private void bracket() throws PatternException {
    copy(1);
    if (source.startsWith("^", at)) {
      copy(1);
    }
    if (source.startsWith("]", at)) {
      replace(1, "\\]");
    }
    while (at < source.length() && source.charAt(at) != ']') {
      switch (source.charAt(at)) {
        case '[' -> posix();
        case '&' -> replace(1, "\\&");
        case '\\' -> escapeInClass();
        default -> copy(1);
      }
    }
    copy(Math.min(1, source.length() - at));
  }

  private void escapeInClass() {
    if (source.startsWith("\\b", at)) {
      replace(2, "\\x08");
    } else if (source.startsWith("\\Q", at)) {
      quote();
    } else if (hasBracedArgument()) {
      copy(source.indexOf('}', at) + 1 - at);
    } else {
      copy(Math.min(2, source.length() - at));
    }
  }

  private void posix() throws PatternException {
    Matcher matcher = POSIX.matcher(source).region(at, source.length());
    if (!matcher.lookingAt()) {
      replace(1, "\\[");
      return;
    }
    String name = POSIX_NAMES.get(matcher.group(2));
    if (name == null) {
      throw new PatternException("unknown class " + matcher.group() + " in: " + source);
    }
    replace(matcher.end() - at, (matcher.group(1).isEmpty() ? "\\p{" : "\\P{") + name + "}");
  }

  private void replace(int length, String replacement) {
    out.append(replacement);
    at += length;
  }

  private void copy(int length) {
    out.append(source, at, at + length);
    at += length;
  }
}
