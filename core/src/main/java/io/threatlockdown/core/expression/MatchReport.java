package io.threatlockdown.core.expression;

import java.util.regex.MatchResult;

/** What a regular expression's match hands on: its groups, and where the text behind it starts. */
enum MatchReport {
  /** An unset group below a set one is empty text (spec ruleset §2.6). */
  WAZUH {
    @Override
    void report(MatchResult match, String text, int from, Captures into) {
      into.start(match.end() == from ? Captures.nextOfEmpty(text, from) : match.end());
      int last = match.groupCount();
      while (last > 0 && match.start(last) < 0) {
        last--;
      }
      for (int group = 1; group <= last; group++) {
        int start = match.start(group);
        into.add(start < 0 ? "" : text.substring(start, match.end(group)));
      }
    }
  },

  /** An unset group is skipped, so that later ones move up (spec ruleset §9). */
  OSSEC {
    @Override
    void report(MatchResult match, String text, int from, Captures into) {
      into.start(match.end());
      for (int group = 1; group <= match.groupCount(); group++) {
        if (match.start(group) >= 0 && into.count() < OSSEC_CAPTURES_MAX) {
          into.add(text.substring(match.start(group), match.end(group)));
        }
      }
    }
  };

  /** The most captures of one match in OSSEC (spec ruleset §9). */
  static final int OSSEC_CAPTURES_MAX = 64;

  /**
   * Puts a match into {@code into}.
   *
   * @param from where the search in the text began
   */
  abstract void report(MatchResult match, String text, int from, Captures into);
}
