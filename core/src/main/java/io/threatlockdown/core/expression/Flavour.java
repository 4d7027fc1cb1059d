package io.threatlockdown.core.expression;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The kinds of pattern a ruleset element may hold (spec ruleset §2, §9). */
public enum Flavour {
  /** Literal alternatives with {@code ^} and {@code $}, ignoring ASCII case. */
  OS_MATCH("osmatch"),
  /** OSSEC's own pattern language with captures, ignoring ASCII case, as Wazuh runs it. */
  OS_REGEX("osregex"),
  /** Perl's regular expressions, minding case. */
  PCRE2("pcre2"),
  /** The whole value, minding case. */
  STRING("string"),
  /** What OSSEC 4 makes of OS_Match: a regular expression, ignoring ASCII case. */
  OSSEC_MATCH("osmatch"),
  /** What OSSEC 4 makes of OS_Regex: a regular expression, ignoring ASCII case. */
  OSSEC_REGEX("osregex"),
  /** Perl's regular expressions, ignoring ASCII case: OSSEC's {@code pcre2} elements. */
  PCRE2_CASELESS("pcre2");

  /** What a {@code type} attribute may choose; only Wazuh has that attribute. */
  private static final Set<Flavour> TYPES = EnumSet.of(OS_MATCH, OS_REGEX, PCRE2, STRING);

  private final String tag;

  Flavour(String tag) {
    this.tag = tag;
  }

  /** Returns what users call it, such as {@code osregex}. */
  public String tag() {
    return tag;
  }

  /** Returns the flavour of that word in a {@code type} attribute, ignoring case, or empty. */
  public static Optional<Flavour> named(String tag) {
    return TYPES.stream().filter(flavour -> flavour.tag.equalsIgnoreCase(tag)).findFirst();
  }
}
