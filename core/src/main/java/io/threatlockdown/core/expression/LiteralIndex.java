package io.threatlockdown.core.expression;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The literal texts that patterns need, of all decoders and rules that share it, to be looked for
 * in one pass over a log. Texts are taken until the first search; later ones get no number. Safe
 * for any thread.
 */
public final class LiteralIndex {
  /** The most bytes of all texts. Wazuh's decoders and rules need half of them. */
  static final int BYTES_MAX = 60_000;

  /** Of a longer text only so many bytes are looked for. */
  static final int TEXT_BYTES_MAX = 12;

  /** What a text gets that cannot be looked for. */
  static final int NO_NUMBER = -1;

  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private int bytes;
  private volatile @Nullable LiteralAutomaton automaton;

  /** Returns the number of a lower-case ASCII text, or {@link #NO_NUMBER}. */
  synchronized int number(String text) {
    String start = text.substring(0, Math.min(text.length(), TEXT_BYTES_MAX));
    Integer known = numbers.get(start);
    if (known != null) {
      return known;
    }
    if (automaton != null || bytes + start.length() > BYTES_MAX) {
      return NO_NUMBER;
    }
    bytes += start.length();
    numbers.put(start, numbers.size());
    return numbers.size() - 1;
  }

  /** Returns a bit for each text that occurs in the log from there on, ignoring ASCII case. */
  public long[] find(String text, int from) {
    LiteralAutomaton built = automaton;
    return (built == null ? build() : built).find(text, from);
  }

  private synchronized LiteralAutomaton build() {
    LiteralAutomaton built = automaton;
    if (built == null) {
      built = LiteralAutomaton.of(numbers);
      automaton = built;
    }
    return built;
  }
}
