package io.threatlockdown.core.expression;

import java.util.Arrays;
import java.util.regex.MatchResult;

/**
 * One search for a {@link RegexProgram} in a part of a text: where it stands, what its groups hold,
 * and how many steps it took. Once it has found something, it is the result. Used once.
 */
final class RegexSearch implements MatchResult {
  final String text;

  /** The first byte that counts; an anchor means it. */
  final int from;

  /** Behind the last byte. */
  final int to;

  /** Where the group of that number starts, two fields a group, and where it ends; else -1. */
  final int[] bounds;

  /** Where a group was entered that has not ended yet. */
  final int[] entered;

  /** Where the last successful chain of nodes ended. */
  int end;

  private int start;
  private int steps;

  RegexSearch(String text, int from, int groups) {
    this.text = text;
    this.from = from;
    this.to = text.length();
    this.bounds = new int[2 * (groups + 1)];
    this.entered = new int[groups + 1];
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

  @Override
  public int start() {
    return start;
  }

  @Override
  public int start(int group) {
    return group == 0 ? start : bounds[2 * group];
  }

  @Override
  public int end() {
    return end;
  }

  @Override
  public int end(int group) {
    return group == 0 ? end : bounds[2 * group + 1];
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
    return entered.length - 1;
  }
}
