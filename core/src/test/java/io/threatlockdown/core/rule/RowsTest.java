package io.threatlockdown.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.expression.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Holds the table against a map, with keys that differ in their last byte, length, or char only,
 * while the events of some rows leave.
 */
class RowsTest {
  private static final String[] ENDS = {"", "a", "b", "\0", "\u00ff", "\uffff", "\0a", "aa"};
  private static final int KEPT_MAX = 3;

  private final Arrivals arrivals = new Arrivals();
  private final Rows rows = new Rows();

  private int event(String log) {
    if (arrivals.isFull()) {
      rows.sweep(arrivals);
      int oldest = arrivals.oldest();
      int[] numbers = arrivals.renumber();
      rows.all().forEach(row -> row.renumber(numbers, oldest));
    }
    return arrivals.add(log, null, 0, 0, 1);
  }

  private List<String> logs(Key key) {
    EventRow row = rows.find(key);
    List<String> logs = new ArrayList<>();
    if (row != null && row.trim(arrivals)) {
      for (int i = row.size() - 1; i >= 0; i--) {
        logs.add(arrivals.log(row.newest(i)));
      }
    }
    return logs;
  }

  private void add(Key key, String log) {
    int number = event(log);
    EventRow row = rows.find(key);
    if (row == null) {
      row = new EventRow(key);
      rows.add(row, arrivals);
    }
    boolean any = row.trim(arrivals);
    int displaced = row.add(number, KEPT_MAX);
    if (displaced != EventRow.NONE) {
      assertThat(any).isTrue();
      arrivals.remove(displaced);
    }
  }

  @Test
  void findAddSweep_keysThatAreNearlyEqual_isAsAMapSays() {
    for (long seed : Seeds.of(20)) {
      Random random = new Random(seed);
      Map<String, Deque<String>> expected = new HashMap<>();
      Deque<String> keyByAge = new ArrayDeque<>();
      for (int i = 0; i < 2_000; i++) {
        Key key = Key.of(text(random));
        Deque<String> known = expected.computeIfAbsent(key.text(), unused -> new ArrayDeque<>());
        assertThat(logs(key)).as(Seeds.replay(seed)).containsExactlyElementsOf(known);
        add(key, "log " + i);
        known.add("log " + i);
        keyByAge.add(key.text());
        if (known.size() > KEPT_MAX) {
          String displaced = known.remove();
          assertThat(displaced).startsWith("log");
          assertThat(keyByAge.removeFirstOccurrence(key.text())).isTrue();
        }
        while (arrivals.size() > 0 && random.nextInt(100) < 49) {
          arrivals.remove(arrivals.oldest());
          String log = expected.getOrDefault(keyByAge.remove(), new ArrayDeque<>()).remove();
          assertThat(log).startsWith("log");
        }
        assertThat(arrivals.size()).isEqualTo(keyByAge.size());
      }
      while (arrivals.size() > 0) {
        arrivals.remove(arrivals.oldest());
      }
    }
  }

  @Test
  void add_manyKeysOneAfterTheOther_keepsOnlyRowsWithEvents() {
    for (int i = 0; i < 10_000; i++) {
      Key key = Key.of("192.0.2." + i);
      int number = event("log");
      EventRow row = new EventRow(key);
      rows.add(row, arrivals);
      assertThat(row.add(number, KEPT_MAX)).isEqualTo(EventRow.NONE);
      if (arrivals.size() > 10) {
        arrivals.remove(arrivals.oldest());
      }
    }

    assertThat(rows.all()).hasSizeLessThan(60);
  }

  private static String text(Random random) {
    int[] lengths = {0, 1, 7, 8, 9, 14, 15, 16, 17, 40};
    return "1".repeat(lengths[random.nextInt(lengths.length)]) + ENDS[random.nextInt(ENDS.length)];
  }
}
