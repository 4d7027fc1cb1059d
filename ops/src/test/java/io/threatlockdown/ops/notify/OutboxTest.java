package io.threatlockdown.ops.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.AlertJson;
import io.threatlockdown.core.response.MitreCatalog;
import io.threatlockdown.ops.notify.NotificationSettings.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs an outbox by a clock that moves only when told. */
class OutboxTest {
  private static final Limits LIMITS = new Limits(3, 5, 3, Duration.ofSeconds(10));
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private long now = Long.MAX_VALUE - 5; // As nanoTime may be.
  private final Outbox outbox = outbox(LIMITS);

  @Test
  void offer_withinTheRate_isSentInOrder() {
    offer("a", "b");

    assertThat(sendAll()).containsExactly("a", "b");
    assertThat(outbox.counts()).isEqualTo(new Outbox.Counts(2, 0, 0, Optional.empty()));
    assertThat(outbox.next().pause()).isEmpty();
  }

  @Test
  void offer_beyondTheRate_isToldInOneWhenTheMinuteIsOver() {
    offer("a", "b", "c");
    for (int i = 0; i < 40; i++) {
      offer("d", "e");
    }
    assertThat(sendAll()).containsExactly("a", "b", "c");

    assertThat(outbox.next().pause()).contains(MINUTE);
    pass(MINUTE.minusMillis(1));
    assertThat(sendAll()).isEmpty();
    pass(Duration.ofMillis(1));

    assertThat(sendAll())
        .singleElement()
        .asString()
        .isEqualTo("[web] 80 further events in the last minute: 40 × d, 40 × e");
    assertThat(outbox.counts().told()).isEqualTo(83);
  }

  @Test
  void offer_digest_countsAsOneOfItsMinute() {
    offer("a", "b", "c", "d");
    assertThat(sendAll()).hasSize(3);
    pass(MINUTE);

    offer("e", "f", "g");

    assertThat(sendAll()).hasSize(3).contains("e", "f").doesNotContain("g");
  }

  @Test
  void offer_manyKinds_areCountedWithinLimits() {
    offer("x", "x", "x");
    for (int i = 0; i < 1_000; i++) {
      offer("kind " + i);
    }
    assertThat(sendAll()).hasSize(3);
    pass(MINUTE);

    Message digest = outbox.next().send().orElseThrow();

    assertThat(digest.subject()).hasSizeLessThan(400).contains("1000 further events");
    assertThat(digest.json()).contains("\"others\":980");
    assertThat(digest.lines()).hasSize(Gathered.EXAMPLES_MAX + 1).contains("and 995 more");
  }

  @Test
  void failed_isTriedAgainWithLongerPauses_thenLost() {
    offer("a", "b");

    assertThat(outbox.failed(UndeliveredException.forNow("down"))).isFalse();
    assertThat(outbox.next().pause()).contains(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    assertThat(outbox.failed(UndeliveredException.forNow("down"))).isFalse();
    assertThat(outbox.next().pause()).contains(Duration.ofSeconds(2));
    pass(Duration.ofSeconds(2));
    assertThat(outbox.failed(UndeliveredException.forNow("down"))).isTrue();

    assertThat(outbox.counts()).isEqualTo(new Outbox.Counts(0, 1, 1, Optional.of("down")));
    assertThat(outbox.next().pause()).contains(Duration.ofSeconds(4));
    pass(Duration.ofSeconds(4));
    assertThat(sendAll()).containsExactly("b");
    assertThat(outbox.counts().failure()).isEmpty();
  }

  @Test
  void failed_retryAfter_isHonouredWithinLimits() {
    offer("a");

    assertThat(failUntil(Duration.ofSeconds(30))).isFalse();
    assertThat(outbox.next().pause()).contains(Duration.ofSeconds(30));
    pass(Duration.ofSeconds(30));
    assertThat(failUntil(Duration.ofDays(9))).isFalse();

    assertThat(outbox.next().pause()).contains(Outbox.RETRY_AFTER_MAX);
  }

  @Test
  void failed_retryAfterInThePast_isNoReasonToHurry() {
    offer("a");

    assertThat(failUntil(Duration.ofSeconds(-5))).isFalse();

    assertThat(outbox.next().pause()).contains(Outbox.PAUSE_MIN);
  }

  @Test
  void failed_forGood_isLostAndTheNextIsSentAtOnce() {
    offer("a", "b");

    assertThat(outbox.failed(UndeliveredException.forGood("404"))).isTrue();

    assertThat(sendAll()).containsExactly("b");
    assertThat(outbox.counts().lost()).isEqualTo(1);
  }

  @Test
  void offer_whileTheOtherSideIsDown_isBounded() {
    Outbox busy = outbox(new Limits(100, 5, 3, Duration.ofSeconds(10)));
    for (int i = 0; i < 9; i++) {
      busy.offer(notice("n" + i));
    }

    assertThat(busy.counts().waiting()).isEqualTo(5);
    assertThat(busy.counts().lost()).isEqualTo(4);
  }

  @Test
  void close_whatWaits_isTriedOnceWithoutPauses() {
    offer("a", "b", "c", "d", "e");
    assertThat(outbox.failed(UndeliveredException.forNow("down"))).isFalse();

    outbox.close();

    assertThat(sendAll())
        .containsExactly(
            "a", "b", "c", "[web] 2 further events in the last" + " minute: 1 × d, 1 × e");
    assertThat(outbox.isDone()).isTrue();
    offer("late");
    assertThat(outbox.counts().lost()).isEqualTo(1);
  }

  @Test
  void close_otherSideIsDown_givesUp() {
    offer("a", "b");
    outbox.close();

    assertThat(outbox.failed(UndeliveredException.forNow("down"))).isTrue();

    assertThat(outbox.isDone()).isTrue();
    assertThat(outbox.counts().lost()).isEqualTo(2);
  }

  private boolean failUntil(Duration retryAfter) {
    return outbox.failed(UndeliveredException.until("429", Optional.of(retryAfter)));
  }

  private void offer(String... labels) {
    for (String label : labels) {
      outbox.offer(notice(label));
    }
  }

  private List<String> sendAll() {
    List<String> sent = new ArrayList<>();
    while (true) {
      Optional<Message> next = outbox.next().send();
      if (next.isEmpty()) {
        return sent;
      }
      sent.add(next.get().subject());
      outbox.delivered();
    }
  }

  private void pass(Duration duration) {
    now += duration.toNanos();
  }

  private Outbox outbox(Limits limits) {
    Texts texts =
        new Texts(
            "web",
            new AlertJson("web", new MitreCatalog(Map.of())),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    return new Outbox(limits, () -> now, texts);
  }

  private static Notice notice(String label) {
    return new Notice() {
      @Override
      public String label() {
        return label;
      }

      @Override
      public Message message() {
        return new Message(label, List.of(), "{}", 1);
      }
    };
  }
}
