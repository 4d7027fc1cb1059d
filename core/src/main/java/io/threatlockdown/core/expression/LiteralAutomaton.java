package io.threatlockdown.core.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Finds which of many texts occur in a log, in one pass and ignoring ASCII case.
 *
 * <p>The automaton of Aho and Corasick (Communications of the ACM 18:6, 1975) with all transitions
 * worked out, over classes of bytes: all bytes that occur in no text are one class. States at which
 * a text ends have the highest numbers, so that a comparison tells them.
 *
 * <p>Each step waits for the one before. So a log is cut in two parts, which overlap by so much
 * that no text is missed, and both are gone through at once.
 */
final class LiteralAutomaton {
  private static final int BYTES = 256;

  /** Where the transitions by a byte begin: those by one class stand together. */
  private final int[] columns;

  /** Numbers of states, which are below 65,536. */
  private final char[] transitions;

  private final int firstEnd;

  /** The texts that end at each state from the first such on. */
  private final int[][] found;

  private final int textBytesMax;
  private final int words;

  private LiteralAutomaton(
      int[] columns, char[] transitions, int firstEnd, int[][] found, int textBytesMax, int texts) {
    this.columns = columns;
    this.transitions = transitions;
    this.firstEnd = firstEnd;
    this.found = found;
    this.textBytesMax = textBytesMax;
    this.words = (texts + Long.SIZE - 1) / Long.SIZE;
  }

  /** Returns the automaton of lower-case ASCII texts, each with its number. */
  static LiteralAutomaton of(Map<String, Integer> numbers) {
    return new Builder(numbers).build();
  }

  /** Returns a bit set of the numbers of the texts that occur from there on. */
  long[] find(String text, int from) {
    long[] present = new long[words];
    int bytes = text.length() - from;
    int overlap = Math.min(textBytesMax, bytes);
    int steps = (bytes + overlap) / 2;
    int first = 0;
    int second = 0;
    int behind = text.length() - steps;
    for (int i = 0; i < steps; i++) {
      first = transitions[column(text.charAt(from + i)) + first];
      second = transitions[column(text.charAt(behind + i)) + second];
      if (first >= firstEnd) {
        add(first, present);
      }
      if (second >= firstEnd) {
        add(second, present);
      }
    }
    return present;
  }

  private int column(char c) {
    return c < BYTES ? columns[c] : 0;
  }

  private void add(int state, long[] present) {
    for (int number : found[state - firstEnd]) {
      present[number >> 6] |= 1L << number;
    }
  }

  /** Grows the automaton. Used once. */
  private static final class Builder {
    private final Map<String, Integer> numbers;
    private final byte[] classes = new byte[BYTES];
    private final int width;
    private final char[] transitions;
    private final List<List<Integer>> ends = new ArrayList<>();

    Builder(Map<String, Integer> numbers) {
      this.numbers = numbers;
      this.width = assignClasses();
      int bytes = numbers.keySet().stream().mapToInt(String::length).sum();
      this.transitions = new char[(bytes + 1) * width];
    }

    LiteralAutomaton build() {
      ends.add(new ArrayList<>());
      numbers.forEach(this::add);
      return freeze(complete());
    }

    private int assignClasses() {
      int next = 1;
      for (String text : numbers.keySet()) {
        for (int i = 0; i < text.length(); i++) {
          char c = text.charAt(i);
          if (classes[c] == 0) {
            classes[c] = (byte) next;
            next++;
          }
        }
      }
      for (char c = 'A'; c <= 'Z'; c++) {
        classes[c] = classes[Ascii.lower(c)];
      }
      return next;
    }

    private void add(String text, int number) {
      int state = 0;
      for (int i = 0; i < text.length(); i++) {
        int slot = state * width + classes[text.charAt(i)];
        if (transitions[slot] == 0) {
          transitions[slot] = (char) ends.size();
          ends.add(new ArrayList<>());
        }
        state = transitions[slot];
      }
      ends.get(state).add(number);
    }

    /** Fills in where a state goes that has no such child: where its longest suffix goes. */
    private int[] complete() {
      int[] suffixes = new int[ends.size()];
      int[] breadthFirst = new int[ends.size()];
      int known = 1;
      for (int i = 0; i < known; i++) {
        int state = breadthFirst[i];
        int suffix = suffixes[state];
        for (int c = 0; c < width; c++) {
          char child = transitions[state * width + c];
          char bySuffix = state == 0 ? 0 : transitions[suffix * width + c];
          if (child == 0) {
            transitions[state * width + c] = bySuffix;
          } else {
            suffixes[child] = bySuffix;
            ends.get(child).addAll(ends.get(bySuffix));
            breadthFirst[known] = child;
            known++;
          }
        }
      }
      return breadthFirst;
    }

    /**
     * Numbers the states anew, those at which no text ends first and each sort from the start
     * outwards, so that the ones often met lie together; the start stays the first.
     */
    private LiteralAutomaton freeze(int[] breadthFirst) {
      int states = breadthFirst.length;
      char[] renumbered = new char[states];
      int next = 0;
      for (int state : breadthFirst) {
        if (ends.get(state).isEmpty()) {
          renumbered[state] = (char) next++;
        }
      }
      int firstEnd = next;
      int[][] found = new int[states - firstEnd][];
      for (int state : breadthFirst) {
        if (!ends.get(state).isEmpty()) {
          found[next - firstEnd] = ends.get(state).stream().mapToInt(Integer::intValue).toArray();
          renumbered[state] = (char) next++;
        }
      }
      char[] ordered = new char[states * width];
      for (int state = 0; state < states; state++) {
        for (int c = 0; c < width; c++) {
          ordered[c * states + renumbered[state]] = renumbered[transitions[state * width + c]];
        }
      }
      int[] columns = new int[BYTES];
      Arrays.setAll(columns, c -> classes[c] * states);
      int textBytesMax = numbers.keySet().stream().mapToInt(String::length).max().orElse(0);
      return new LiteralAutomaton(columns, ordered, firstEnd, found, textBytesMax, numbers.size());
    }
  }
}
