package io.threatlockdown.core.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * What an {@link Expression} captured. Reused by its owner from one match to the next; not for
 * several threads.
 */
public final class Captures {
  private final List<String> groups = new ArrayList<>();
  private int next;

  /** Returns the captured texts in order. An unset PCRE2 group below a set one is empty text. */
  public List<String> groups() {
    return List.copyOf(groups);
  }

  /** Returns how many groups were captured. */
  public int count() {
    return groups.size();
  }

  /** Returns a captured text, the first is 0. */
  public String group(int index) {
    return groups.get(index);
  }

  /**
   * Returns the index in the whole text at which "after this match" starts (spec ruleset §2.4 and
   * §3.4: the index behind the last matched byte, with OS_Regex's odd ends).
   */
  public int next() {
    return next;
  }

  /**
   * Returns where the text behind a match starts that ends before its subject: at the subject's
   * start, but at the end of all if nothing precedes the subject. The original looks at the byte
   * before, which is a NUL then, and takes it for the following text.
   */
  static int nextOfEmpty(String text, int from) {
    return from == 0 || text.charAt(from - 1) == '\0' ? text.length() : from;
  }

  /** Forgets the former match. Called by expressions. */
  void start(int next) {
    this.next = next;
    groups.clear();
  }

  /** Adds a captured text. Called by expressions. */
  void add(String group) {
    groups.add(group);
  }
}
