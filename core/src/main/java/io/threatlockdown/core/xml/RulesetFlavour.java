package io.threatlockdown.core.xml;

import java.util.Locale;

/**
 * Whose ruleset the files are. The same elements mean different things to the two: other pattern
 * languages, headers, counts (spec ruleset §9). Not the language of one pattern, which is {@code
 * core.expression.Flavour}.
 */
public enum RulesetFlavour {
  /** Wazuh 4. */
  WAZUH,
  /** OSSEC 4. */
  OSSEC;

  /** Returns the word for it on the command line, such as {@code ossec}. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
