package io.threatlockdown.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.expression.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Holds the table against a map, with keys that differ in their last byte, length, or char only.
 */
class RowsTest {
  private static final Window WINDOW =
      new Window(
          new Composite(
              10,
              8,
              120,
              new Composite.Sid(5710),
              new Composite.Likeness(List.of(), List.of(), List.of()),
              Counting.WAZUH));
  private static final String[] ENDS = {"", "a", "b", "\0", "\u00ff", "\uffff", "\0a", "aa"};

  @Test
  void findAddRemove_keysThatAreNearlyEqual_isAsAMapSays() {
    for (long seed : Seeds.of(20)) {
      Random random = new Random(seed);
      Rows rows = new Rows();
      Map<String, EventRow> expected = new HashMap<>();
      for (int i = 0; i < 2_000; i++) {
        Key key = Key.of(text(random));
        EventRow known = expected.get(key.text());
        assertThat(rows.find(key)).as(Seeds.replay(seed)).isSameAs(known);
        if (known == null) {
          EventRow row = new EventRow(WINDOW, key);
          rows.add(row);
          expected.put(key.text(), row);
        } else if (random.nextInt(3) == 0) {
          rows.remove(known);
          assertThat(expected.remove(key.text())).isSameAs(known);
        }
      }
      assertThat(expected).isNotEmpty();
    }
  }

  @Test
  void remove_rowThatIsNotHere_leavesTheOneOfItsKey() {
    Rows rows = new Rows();
    Key key = Key.of("192.0.2.1");
    EventRow row = new EventRow(WINDOW, key);
    rows.add(row);

    rows.remove(new EventRow(WINDOW, key));

    assertThat(rows.find(key)).isSameAs(row);
  }

  private static String text(Random random) {
    int[] lengths = {0, 1, 7, 8, 9, 14, 15, 16, 17, 40};
    return "1".repeat(lengths[random.nextInt(lengths.length)]) + ENDS[random.nextInt(ENDS.length)];
  }
}
