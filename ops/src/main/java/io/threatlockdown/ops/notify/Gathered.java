package io.threatlockdown.ops.notify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is not told one by one, counted by label for a digest. */
final class Gathered {
  /** How many labels are counted by themselves; the rest is counted together. */
  static final int LABELS_MAX = 20;

  /** How many are told in full. */
  static final int EXAMPLES_MAX = 5;

  private static final String OTHERS = "others";

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final List<String> examples = new ArrayList<>();
  private long count;

  boolean isEmpty() {
    return count == 0;
  }

  long count() {
    return count;
  }

  void add(Notice notice) {
    String label = notice.label();
    counts.merge(
        counts.containsKey(label) || counts.size() < LABELS_MAX ? label : OTHERS, 1L, Long::sum);
    if (examples.size() < EXAMPLES_MAX) {
      examples.add(notice.message().subject());
    }
    count++;
  }

  /** Returns the digest of a time in words, such as {@code the last minute}. */
  Message digest(String time, Texts texts) {
    String kinds =
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " × " + entry.getKey())
            .collect(Collectors.joining(", "));
    String summary =
        count + (count == 1 ? " further event in " : " further events in ") + time + ": " + kinds;
    List<String> lines = new ArrayList<>(examples);
    if (count > examples.size()) {
      lines.add("and " + (count - examples.size()) + " more");
    }
    return texts.digest(summary, lines, counts, count);
  }
}
