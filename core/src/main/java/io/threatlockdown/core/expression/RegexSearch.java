package io.threatlockdown.core.expression;

import java.util.Arrays;
import java.util.regex.MatchResult;

/**
 * One search for a {@link RegexProgram} in a part of a text: where it stands, what its groups hold,
 * and how many steps it took. Once it has found something, it is the result. Used once.
 */
final class RegexSearch implements MatchResult {
  private static final int FIELDS = 3;

  final String text;

  /** The first byte that counts; an anchor means it. */
  final int from;

  /** Behind the last byte. */
  final int to;

  /** Three fields a group: where it starts and ends, or -1, and where it was entered last. */
  final int[] bounds;

  /** Where the last successful chain of nodes ended. */
  int end;

  private int start;
  private int steps;

  RegexSearch(String text, int from, int groups) {
    this.text = text;
    this.from = from;
    this.to = text.length();
    this.bounds = new int[FIELDS * (groups + 1)];
    Arrays.fill(bounds, -1);
  }

  /** Counts steps, each about a byte read. */
  void step(int more) {
    steps += more;
    if (steps > Expressions.SEARCH_STEPS_MAX) {
      throw new SearchExceeded();
    }
  }

  /** Whether the node and all behind it match from there on. */
  boolean matches(RegexNode node, int at) {
    start = at;
    return node.match(this, at);
  }

  /** Where the group was entered last. */
  int entered(int group) {
    return bounds[FIELDS * group + 2];
  }

  void enter(int group, int at) {
    bounds[FIELDS * group + 2] = at;
  }

  /** Sets what a group holds. */
  void capture(int group, int from, int end) {
    bounds[FIELDS * group] = from;
    bounds[FIELDS * group + 1] = end;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public int start(int group) {
    return group == 0 ? start : bounds[FIELDS * group];
  }

  @Override
  public int end() {
    return end;
  }

  @Override
  public int end(int group) {
    return group == 0 ? end : bounds[FIELDS * group + 1];
  }

  @Override
  public String group() {
    return text.substring(start, end);
  }

  @Override
  public String group(int group) {
    return start(group) < 0 ? "" : text.substring(start(group), end(group));
  }

  @Override
  public int groupCount() {
    return bounds.length / FIELDS - 1;
  }
}
