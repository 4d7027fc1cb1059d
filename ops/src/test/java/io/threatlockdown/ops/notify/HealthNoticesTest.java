package io.threatlockdown.ops.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Health.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Looks at a health by hand. */
class HealthNoticesTest {
  private final Health health = new Health();
  private final List<String> told = new ArrayList<>();
  private final HealthNotices notices =
      new HealthNotices(health, part -> told.add(part.name() + " " + part.status()));

  @Test
  void look_partThatStaysDown_isToldOnceAndItsEndToo() {
    health.report("journal", Status.DOWN, "disk full");
    look(3);
    assertThat(told).containsExactly("journal DOWN");

    health.report("journal", Status.UP, "");
    look(3);

    assertThat(told).containsExactly("journal DOWN", "journal UP");
  }

  @Test
  void look_partThatIsDownForAMoment_isNotTold() {
    health.report("journal", Status.DOWN, "starting");
    look(1);
    health.report("journal", Status.UP, "");
    look(2);

    assertThat(told).isEmpty();
  }

  @Test
  void look_itself_isNotTold() {
    health.report(Notifications.PART, Status.DEGRADED, "webhook fails");
    look(3);

    assertThat(told).isEmpty();
  }

  @Test
  void look_partThatIsGone_isForgotten() {
    health.report("source x", Status.DOWN, "");
    look(2);
    health.forget("source x");
    look(2);
    health.report("source x", Status.DOWN, "");
    look(2);

    assertThat(told).hasSize(2);
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      notices.look();
    }
  }
}
