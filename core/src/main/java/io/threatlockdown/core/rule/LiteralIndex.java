package io.threatlockdown.core.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Finds which of many texts occur in a log, in one pass and ignoring ASCII case.
 *
 * <p>The automaton of Aho and Corasick (Communications of the ACM 18:6, 1975) with all transitions
 * worked out, over classes of bytes: all bytes that occur in no text are one class.
 */
final class LiteralIndex {
  private final byte[] classes;
  private final int width;
  private final char[] transitions; // numbers of states, which are below 65,536
  private final int[] foundFrom;
  private final int[] found;
  private final int words;

  private LiteralIndex(
      byte[] classes, int width, char[] transitions, int[] foundFrom, int[] found, int literals) {
    this.classes = classes;
    this.width = width;
    this.transitions = transitions;
    this.foundFrom = foundFrom;
    this.found = found;
    this.words = (literals + Long.SIZE - 1) / Long.SIZE;
  }

  /** Returns a bit set of the numbers of the texts that occur. */
  long[] find(String log) {
    long[] present = new long[words];
    int state = 0;
    for (int i = 0; i < log.length(); i++) {
      char c = log.charAt(i);
      state = transitions[state * width + (c < classes.length ? classes[c] : 0)];
      for (int at = foundFrom[state]; at < foundFrom[state + 1]; at++) {
        present[found[at] >> 6] |= 1L << found[at];
      }
    }
    return present;
  }

  /** Collects the texts. */
  static final class Builder {
    /** The most states. Wazuh's ruleset needs 9,000. Texts past it get no number. */
    static final int STATES_MAX = 60_000;

    /** What a text gets that cannot be looked for. */
    static final int NO_NUMBER = -1;

    private final Map<String, Integer> numbers = new HashMap<>();
    private int bytes = 1;

    /** Returns the number of a lower-case ASCII text. */
    int number(String literal) {
      Integer known = numbers.get(literal);
      if (known != null) {
        return known;
      }
      if (bytes + literal.length() > STATES_MAX) {
        return NO_NUMBER;
      }
      bytes += literal.length();
      numbers.put(literal, numbers.size());
      return numbers.size() - 1;
    }

    LiteralIndex build() {
      byte[] classes = new byte[256];
      int width = assignClasses(classes);
      char[] transitions = new char[bytes * width];
      List<List<Integer>> ends = new ArrayList<>();
      ends.add(new ArrayList<>());
      numbers.forEach(
          (literal, number) -> {
            int state = 0;
            for (int i = 0; i < literal.length(); i++) {
              int slot = state * width + classes[literal.charAt(i)];
              if (transitions[slot] == 0) {
                transitions[slot] = (char) ends.size();
                ends.add(new ArrayList<>());
              }
              state = transitions[slot];
            }
            ends.get(state).add(number);
          });
      complete(transitions, width, ends);
      return freeze(classes, width, transitions, ends);
    }

    private int assignClasses(byte[] classes) {
      int width = 1;
      for (String literal : numbers.keySet()) {
        for (int i = 0; i < literal.length(); i++) {
          char c = literal.charAt(i);
          if (classes[c] == 0) {
            classes[c] = (byte) width;
            width++;
          }
        }
      }
      for (char c = 'A'; c <= 'Z'; c++) {
        classes[c] = classes[c + ('a' - 'A')];
      }
      return width;
    }

    /** Fills in where a state goes that has no such child: where its longest suffix goes. */
    private static void complete(char[] transitions, int width, List<List<Integer>> ends) {
      int[] suffixes = new int[ends.size()];
      Queue<Integer> breadthFirst = new ArrayDeque<>();
      breadthFirst.add(0);
      while (!breadthFirst.isEmpty()) {
        int state = breadthFirst.remove();
        int suffix = suffixes[state];
        for (int c = 0; c < width; c++) {
          char child = transitions[state * width + c];
          char bySuffix = state == 0 ? 0 : transitions[suffix * width + c];
          if (child == 0) {
            transitions[state * width + c] = bySuffix;
          } else {
            suffixes[child] = bySuffix;
            ends.get(child).addAll(ends.get(bySuffix));
            breadthFirst.add((int) child);
          }
        }
      }
    }

    private LiteralIndex freeze(
        byte[] classes, int width, char[] transitions, List<List<Integer>> ends) {
      int states = ends.size();
      int[] foundFrom = new int[states + 1];
      List<Integer> found = new ArrayList<>();
      for (int state = 0; state < states; state++) {
        foundFrom[state] = found.size();
        found.addAll(ends.get(state));
      }
      foundFrom[states] = found.size();
      return new LiteralIndex(
          classes,
          width,
          Arrays.copyOf(transitions, states * width),
          foundFrom,
          found.stream().mapToInt(Integer::intValue).toArray(),
          numbers.size());
    }
  }
}
