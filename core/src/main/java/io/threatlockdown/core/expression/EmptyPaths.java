package io.threatlockdown.core.expression;

/**
 * In how many ways a regular expression may go on without reading a byte, at most. A search that
 * backtracks through all of them reads nothing, so the limit of steps does not see it: {@code
 * (?:|)} thirty times in a row, and then something that fails, holds a thread for minutes. Counts
 * too many rather than too few. Used once.
 */
final class EmptyPaths {
  /** The most ways a pattern may have. Those of Wazuh's ruleset have fewer than ten. */
  static final long WAYS_MAX = 1_000;

  private static final String ZERO_WIDTH_ESCAPES = "bBAzZGEk123456789";

  /** Ways through a part, and whether one of them reads nothing. */
  private record Part(long ways, boolean empty) {}

  private final String pattern;
  private int at;

  private EmptyPaths(String pattern) {
    this.pattern = pattern;
  }

  /** Returns the number for a pattern, no more than a little above {@link #WAYS_MAX}. */
  static long of(String pattern) {
    EmptyPaths paths = new EmptyPaths(pattern);
    long ways = 1;
    while (paths.at < pattern.length()) { // A stray parenthesis ends an alternation early.
      ways = capped(ways * paths.alternation().ways());
      paths.at++;
    }
    return ways;
  }

  private Part alternation() {
    long most = 1;
    long sum = 0;
    boolean more = true;
    while (more) {
      Part part = sequence();
      most = Math.max(most, part.ways());
      sum = capped(sum + (part.empty() ? part.ways() : 0));
      more = at < pattern.length() && pattern.charAt(at) == '|';
      at += more ? 1 : 0;
    }
    return new Part(Math.max(most, sum), sum > 0);
  }

  private Part sequence() {
    long ways = 1;
    boolean empty = true;
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      Part item = quantified(item());
      ways = capped(ways * item.ways());
      empty &= item.empty();
    }
    return new Part(ways, empty);
  }

  private Part item() {
    char c = pattern.charAt(at);
    if (c == '(') {
      return group();
    }
    if (c == '[') {
      int end = LiteralTexts.classEnd(pattern, at);
      at = end < 0 ? pattern.length() : end;
      return new Part(1, false);
    }
    if (c == '\\' && at + 1 < pattern.length()) {
      boolean zeroWidth = ZERO_WIDTH_ESCAPES.indexOf(pattern.charAt(at + 1)) >= 0;
      at += 2;
      return new Part(1, zeroWidth);
    }
    at++;
    return new Part(1, c == '^' || c == '$');
  }

  private Part group() {
    at++;
    boolean looks = false;
    if (pattern.startsWith("?", at)) {
      looks = pattern.startsWith("?=", at) || pattern.startsWith("?!", at);
      looks |= pattern.startsWith("?<=", at) || pattern.startsWith("?<!", at);
      at++;
      while (at < pattern.length() && "=!<>:imsx-".indexOf(pattern.charAt(at)) >= 0) {
        at++;
      }
    }
    Part inside = alternation();
    at++;
    return looks ? new Part(inside.ways(), true) : inside;
  }

  private Part quantified(Part item) {
    if (at >= pattern.length()) {
      return item;
    }
    char c = pattern.charAt(at);
    int close = c == '{' ? pattern.indexOf('}', at) : at;
    if ("?*+{".indexOf(c) < 0 || close < 0) {
      return item;
    }
    String counts = c == '{' ? pattern.substring(at + 1, close) : "";
    if (c == '{' && !counts.matches("\\d{1,9}(,\\d{0,9})?")) {
      return item;
    }
    at = close + 1;
    boolean mode = at < pattern.length() && "?+".indexOf(pattern.charAt(at)) >= 0;
    at += mode ? 1 : 0;
    boolean skippable = c == '?' || c == '*' || counts.startsWith("0");
    if (!item.empty()) {
      return new Part(item.ways(), skippable);
    }
    long ways = c == '{' ? power(item.ways(), counts) : item.ways();
    return new Part(capped(ways + (skippable ? 1 : 0)), true);
  }

  private static long power(long base, String counts) {
    long ways = 1;
    String most = counts.substring(counts.indexOf(',') + 1);
    long times = most.isEmpty() ? WAYS_MAX : Long.parseLong(most);
    for (long i = 0; i < times && base > 1 && ways <= WAYS_MAX; i++) {
      ways *= base;
    }
    return ways;
  }

  private static long capped(long ways) {
    return Math.min(ways, WAYS_MAX + 1);
  }
}
