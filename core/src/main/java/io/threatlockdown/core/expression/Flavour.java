package io.threatlockdown.core.expression;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of pattern a ruleset element may hold (spec ruleset §2). */
public enum Flavour {
  /** Literal alternatives with {@code ^} and {@code $}, ignoring ASCII case. */
  OS_MATCH,
  /** OSSEC's own pattern language with captures, ignoring ASCII case. */
  OS_REGEX,
  /** Perl's regular expressions, minding case. */
  PCRE2,
  /** The whole value, minding case. */
  STRING;

  /** Returns the word for it in a {@code type} attribute, such as {@code osregex}. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** Returns the flavour of that word, ignoring case, or empty. */
  public static Optional<Flavour> named(String tag) {
    return Arrays.stream(values())
        .filter(flavour -> flavour.tag().equalsIgnoreCase(tag))
        .findFirst();
  }
}
