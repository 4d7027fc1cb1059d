package io.threatlockdown.ops.notify;

import io.threatlockdown.ops.notify.NotificationSettings.Limits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What one channel still has to send: paced, in order, tried again. So many messages a minute pass;
 * what comes beyond is gathered and told in one at the end of that minute, which counts as one of
 * the next. Knows no thread and no clock but the one it is given; not safe for several threads.
 */
final class Outbox {
  /** The first pause after a try that failed; each next one is twice as long. */
  static final Duration PAUSE_MIN = Duration.ofSeconds(1);

  /** The longest pause of its own. */
  static final Duration PAUSE_MAX = Duration.ofMinutes(5);

  /** The longest that the other side may ask for. */
  static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /**
   * What is to be done next.
   *
   * @param send the message to send now; empty: none
   * @param pause how long there is nothing to do unless something comes; empty: for ever
   */
  record Step(Optional<Message> send, Optional<Duration> pause) {}

  /**
   * How it went so far.
   *
   * @param told events that were taken by the other side
   * @param lost events that nobody was told of
   * @param failure why the last try failed; empty if it did not
   */
  record Counts(long told, long lost, int waiting, Optional<String> failure) {}

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final Texts texts;
  private final Deque<Message> queue = new ArrayDeque<>();
  private Gathered gathered = new Gathered();
  private boolean inMinute;
  private long minuteBegan;
  private int passed;
  private int tries;
  private long notBefore;
  private boolean closed;
  private long told;
  private long lost;
  private Optional<String> failure = Optional.empty();

  Outbox(Limits limits, LongSupplier nanoTime, Texts texts) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.texts = texts;
    this.notBefore = nanoTime.getAsLong();
  }

  /** Takes something to tell. Quick. */
  void offer(Notice notice) {
    turn();
    if (closed) {
      lost++;
    } else if (passed < limits.perMinute() && gathered.isEmpty()) {
      pass(notice.message());
    } else {
      gathered.add(notice);
    }
  }

  /** Returns what is to be done next. */
  Step next() {
    turn();
    long now = nanoTime.getAsLong();
    if (!queue.isEmpty() && (closed || now - notBefore >= 0)) {
      return new Step(Optional.of(queue.element()), Optional.empty());
    }
    long wait = Long.MAX_VALUE;
    if (!queue.isEmpty()) {
      wait = notBefore - now;
    }
    if (!gathered.isEmpty()) {
      wait = Math.min(wait, minuteBegan + MINUTE - now);
    }
    return new Step(
        Optional.empty(),
        wait == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(wait)));
  }

  /** The message was taken. */
  void delivered() {
    told += taken();
    tries = 0;
    notBefore = nanoTime.getAsLong();
    failure = Optional.empty();
  }

  /** The message was not taken. Returns whether it is lost. */
  boolean failed(UndeliveredException why) {
    failure = Optional.of(why.why());
    if (closed) {
      loseAll();
      return true;
    }
    if (why.isForGood()) {
      lost += taken();
      tries = 0;
      return true;
    }
    notBefore = nanoTime.getAsLong() + pause(why.retryAfter()).toNanos();
    tries++;
    if (tries >= limits.triesMax()) {
      lost += taken();
      tries = 0;
      return true;
    }
    return false;
  }

  /** Nothing more is taken; what waits is tried once, as long as that goes well. */
  void close() {
    closed = true;
    flush();
  }

  boolean isDone() {
    return closed && queue.isEmpty();
  }

  /** Gives up what waits. */
  void loseAll() {
    queue.forEach(message -> lost += message.events());
    queue.clear();
  }

  Counts counts() {
    return new Counts(told, lost, queue.size(), failure);
  }

  /** Takes the message that was tried; it may have been given up meanwhile. */
  private long taken() {
    Message message = queue.poll();
    return message == null ? 0 : message.events();
  }

  private Duration pause(Optional<Duration> retryAfter) {
    Duration own = PAUSE_MIN.multipliedBy(1L << Math.min(tries, 16));
    Duration pause = own.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : own;
    Duration asked =
        retryAfter.map(r -> r.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : r).orElse(pause);
    return asked.compareTo(pause) > 0 ? asked : pause;
  }

  /** If the minute is over, what was gathered in it is told, and another begins. */
  private void turn() {
    long now = nanoTime.getAsLong();
    if (inMinute && now - minuteBegan < MINUTE) {
      return;
    }
    minuteBegan = now;
    inMinute = true;
    passed = 0;
    flush();
  }

  private void flush() {
    if (!gathered.isEmpty()) {
      Gathered last = gathered;
      gathered = new Gathered();
      pass(last.digest("the last minute", texts));
    }
  }

  private void pass(Message message) {
    passed++;
    if (queue.size() >= limits.queueMax()) {
      lost += message.events();
    } else {
      queue.add(message);
    }
  }
}
