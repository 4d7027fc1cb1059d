package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.Suppression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The commands on their way to one partition. While a write is under way the next one gathers here.
 * While the journal cannot be written, orders are held for it and dropped by the {@link Stopgap},
 * or refused. Bounded: what is too much is refused, and said to be.
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

  /** A write that takes so many ticks is late: orders no longer wait for it. */
  static final int LATE_TICKS = 3;

  private final int number;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private List<Waiting> underWay = List.of();
  private Optional<ActorRef<Partition.Command>> partition = Optional.empty();
  private final Optional<Stopgap> stopgap;
  private final Map<BlockOrder, Waiting> held = new LinkedHashMap<>(); // by the order, unmoved
  private final Time time;
  private final ClockWatch clock;
  private Optional<String> failure = Optional.empty();
  private Optional<PartitionState> lastKnown = Optional.empty();
  private boolean recovered;
  private int ticksUnderWay;
  private long waitingChars;
  private long suppressionsLost;

  /**
   * @param stopgap drops what cannot be recorded; empty if such orders are refused
   */
  Lane(int number, Optional<Stopgap> stopgap, Time time) {
    this.number = number;
    this.stopgap = stopgap;
    this.time = time;
    this.clock = new ClockWatch(time);
  }

  int number() {
    return number;
  }

  /** Returns what its partitions know of the wall clock. */
  ClockWatch clock() {
    return clock;
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

  /** Returns what is on disk, while the partition has stopped and if it could be read. */
  Optional<PartitionState> lastKnown() {
    return lastKnown;
  }

  /** Whether a write takes so long that orders no longer wait for it. */
  boolean isLate() {
    return ticksUnderWay >= LATE_TICKS;
  }

  void recovered() {
    recovered = true;
    failure = Optional.empty();
    lastKnown = Optional.empty();
    List<Waiting> orders = new ArrayList<>(held.values());
    Collections.reverse(orders);
    orders.forEach(waiting::addFirst);
    held.clear();
  }

  /** The partition has read its facts; the state changes no more until it has recovered. */
  void probing(PartitionState state) {
    lastKnown = Optional.of(state);
  }

  /** Another second passed. Returns whether this makes the write under way late. */
  boolean tick() {
    if (underWay.isEmpty()) {
      return false;
    }
    ticksUnderWay++;
    if (ticksUnderWay != LATE_TICKS) {
      return false;
    }
    List<Waiting> all = new ArrayList<>(underWay);
    all.addAll(waiting);
    place(all);
    return true;
  }

  /** Hands the partition something besides the commands, unless it is not there. */
  void tellRecovered(Partition.Command command) {
    if (recovered) {
      tell(command);
    }
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
    add(new Waiting(command, time.offset()));
  }

  private void add(Waiting added) {
    Responder.Command command = added.command();
    Optional<String> full = full();
    if (command instanceof Responder.Order order && full.isPresent()) {
      refuse(order, failure.or(() -> full).orElseThrow());
    } else if (command instanceof Responder.Order order && isDown()) {
      holdOrRefuse(order, added.came());
    } else if (command instanceof Responder.Suppress suppress && full.isPresent()) {
      suppressionsLost += suppress.suppression().count();
    } else if (!(command instanceof Responder.FindBlock && !isOpen())
        && !(command instanceof Responder.Release && full.isPresent())) {
      waiting.add(added);
      waitingChars += chars(command);
      if (isLate()) {
        place(List.of(added));
      }
    }
  }

  /** Keeps the order for a journal that is back. One given again only has another asker. */
  private void holdOrRefuse(Responder.Order order, ClockOffset came) {
    Optional<String> refusal = Bounds.refusal(order.order());
    if (stopgap.isEmpty() || refusal.isPresent()) {
      refuse(order, refusal.or(() -> failure).orElseThrow());
      return;
    }
    BlockOrder same = order.order().undated();
    Waiting before = held.get(same);
    if (before == null) {
      Waiting first = new Waiting(order, came);
      held.put(same, first);
      waitingChars += chars(order);
      place(List.of(first));
    } else if (before.command() instanceof Responder.Order given) {
      held.put(
          same, new Waiting(new Responder.Order(given.order(), order.replyTo()), before.came()));
      refuse(given, "the same order was given again before it was recorded");
    }
  }

  private void place(List<Waiting> commands) {
    stopgap.ifPresent(gap -> gap.place(orders(commands), this::recordedDrop));
  }

  private Optional<Firewall.Drop> recordedDrop(AddressPrefix target) {
    return lastKnown
        .flatMap(state -> state.drop(target))
        .map(drop -> FirewallCalls.moved(drop, clock.unnoticed()));
  }

  private List<BlockOrder> orders(List<Waiting> commands) {
    ClockOffset now = time.offset();
    return commands.stream()
        .map(waiting -> waiting.at(now))
        .filter(Responder.Order.class::isInstance)
        .map(command -> ((Responder.Order) command).order())
        .toList();
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
    List<Waiting> batch = new ArrayList<>();
    long chars = 0;
    while (!waiting.isEmpty() && batch.size() < WRITE_MAX && chars < WRITE_CHARS_MAX) {
      Waiting next = waiting.remove();
      chars += chars(next.command());
      batch.add(next);
    }
    waitingChars -= chars;
    underWay = batch;
    tell(new Partition.Batch(List.copyOf(batch)));
  }

  /** The write under way is on disk. */
  void written() {
    stopgap.ifPresent(gap -> gap.settled(orders(underWay)));
    underWay = List.of();
    ticksUnderWay = 0;
  }

  /** The partition stopped: until it is back, orders are held or refused, all else waits for it. */
  void stopped(String reason) {
    recovered = false;
    failure = Optional.of(reason);
    ticksUnderWay = 0;
    List<Waiting> again = new ArrayList<>(underWay);
    again.addAll(waiting);
    underWay = List.of();
    waiting.clear();
    waitingChars = held.values().stream().mapToLong(each -> chars(each.command())).sum();
    for (Waiting each : again) {
      if (!(each.command() instanceof Note.Due || each.command() instanceof Note.Retry)) {
        add(each);
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
    return waiting.size() + held.size() >= WAITING_MAX || waitingChars >= WAITING_CHARS_MAX
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
