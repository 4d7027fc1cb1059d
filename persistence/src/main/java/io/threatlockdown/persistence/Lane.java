package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.Suppression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The commands on their way to one partition. While a write is under way the next one gathers here.
 * Bounded: what is too much is refused, and said to be.
 */
final class Lane {
  /** The most callers' commands that wait. */
  static final int WAITING_MAX = 100_000;

  /** The most characters of alerts that wait. */
  static final int WAITING_CHARS_MAX = 64 << 20;

  /** The most commands in one write. */
  static final int WRITE_MAX = 1_000;

  /** The most characters of alerts in one write. */
  static final int WRITE_CHARS_MAX = 1 << 20;

  private final int number;
  private final Deque<Responder.Command> waiting = new ArrayDeque<>();
  private List<Responder.Command> underWay = List.of();
  private Optional<ActorRef<Partition.Command>> partition = Optional.empty();
  private Optional<String> failure = Optional.empty();
  private boolean recovered;
  private long waitingChars;
  private long suppressionsLost;

  Lane(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  boolean isRecovered() {
    return recovered;
  }

  boolean isIdle() {
    return underWay.isEmpty();
  }

  /** Whether its partition stopped and is not back yet. */
  boolean isDown() {
    return failure.isPresent();
  }

  /** Whether questions can go this way. */
  boolean isOpen() {
    return failure.isEmpty() && full().isEmpty();
  }

  /** Whether this is the partition that the lane leads to now. */
  boolean leadsTo(ActorRef<Partition.Command> ref) {
    return partition.filter(ref::equals).isPresent();
  }

  void lead(ActorRef<Partition.Command> to) {
    partition = Optional.of(to);
  }

  void recovered() {
    recovered = true;
    failure = Optional.empty();
  }

  /** Hands the partition something besides the commands. */
  void tell(Partition.Command command) {
    partition.ifPresent(ref -> ref.tell(command));
  }

  /**
   * Takes a command along. If it cannot: an order is refused, a suppression counted, and a question
   * left to its asker's timeout; what the partitions say is always taken.
   */
  void add(Responder.Command command) {
    Optional<String> full = full();
    if (command instanceof Responder.Order order && (isDown() || full.isPresent())) {
      refuse(order, failure.or(() -> full).orElseThrow());
    } else if (command instanceof Responder.Suppress suppress && full.isPresent()) {
      suppressionsLost += suppress.suppression().count();
    } else if (!(command instanceof Responder.FindBlock && !isOpen())
        && !(command instanceof Responder.Release && full.isPresent())) {
      waiting.add(command);
      waitingChars += chars(command);
    }
  }

  /** Returns how many suppressions were not recorded since the last call. */
  long takeSuppressionsLost() {
    long lost = suppressionsLost;
    suppressionsLost = 0;
    return lost;
  }

  /** Sends what waits, unless a write is under way. */
  void send() {
    if (!recovered || !underWay.isEmpty() || waiting.isEmpty()) {
      return;
    }
    List<Responder.Command> batch = new ArrayList<>();
    long chars = 0;
    while (!waiting.isEmpty() && batch.size() < WRITE_MAX && chars < WRITE_CHARS_MAX) {
      Responder.Command command = waiting.remove();
      chars += chars(command);
      batch.add(command);
    }
    waitingChars -= chars;
    underWay = batch;
    tell(new Partition.Batch(List.copyOf(batch)));
  }

  void written() {
    underWay = List.of();
  }

  /** The partition stopped: orders are refused until it is back, all else waits for it. */
  void stopped(String reason) {
    recovered = false;
    failure = Optional.of(reason);
    List<Responder.Command> again = new ArrayList<>(underWay);
    again.addAll(waiting);
    underWay = List.of();
    waiting.clear();
    waitingChars = 0;
    Iterator<Responder.Command> commands = again.iterator();
    while (commands.hasNext()) {
      Responder.Command command = commands.next();
      if (!(command instanceof Note.Due || command instanceof Note.Retry)) {
        add(command);
      }
    }
  }

  static void refuse(Responder.Order order, String why) {
    order
        .replyTo()
        .tell(
            new Responder.Ordered(
                order.order(), Optional.empty(), Optional.empty(), false, Optional.of(why)));
  }

  private Optional<String> full() {
    return waiting.size() >= WAITING_MAX || waitingChars >= WAITING_CHARS_MAX
        ? Optional.of("too many orders wait for the journal")
        : Optional.empty();
  }

  private static long chars(Responder.Command command) {
    if (command instanceof Responder.Order order) {
      return order.order().alertJson().length();
    }
    if (command instanceof Responder.Suppress suppress) {
      Suppression suppression = suppress.suppression();
      return suppression.response().length() + (long) suppression.because().length();
    }
    return 0;
  }
}
