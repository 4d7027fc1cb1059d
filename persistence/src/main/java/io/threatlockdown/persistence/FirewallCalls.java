package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Firewall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/**
 * Asks the firewall for what the state says, and hands its answers back as notes. Ends are written
 * by the wall clock as it is now, even if the state does not know yet that somebody set it. Called
 * by the partition's actor; answers come on any thread.
 */
final class FirewallCalls {
  private final Firewall firewall;
  private final Time time;
  private final ClockWatch clock;
  private final Consumer<Note.ForPartition> answers;

  /**
   * @param clock whether the wall clock was set without the state knowing it
   */
  FirewallCalls(
      Firewall firewall, Time time, ClockWatch clock, Consumer<Note.ForPartition> answers) {
    this.firewall = firewall;
    this.time = time;
    this.clock = clock;
    this.answers = answers;
  }

  /** Drops the targets, as long as their blocks are in force. Calls nothing for an empty list. */
  void block(PartitionState state, Map<Long, AddressPrefix> targets) {
    List<Firewall.Drop> drops = new ArrayList<>();
    Set<AddressPrefix> once = new LinkedHashSet<>(targets.values());
    once.forEach(target -> drop(state, target).ifPresent(drops::add));
    if (!drops.isEmpty()) {
      call(false, targets, () -> firewall.block(drops));
    }
  }

  /** Lets the targets through. One that another block still drops only has its end moved. */
  void lift(PartitionState state, Map<Long, AddressPrefix> targets) {
    Map<Long, AddressPrefix> free = new LinkedHashMap<>();
    Map<Long, AddressPrefix> shared = new LinkedHashMap<>();
    List<Firewall.Drop> drops = new ArrayList<>();
    targets.forEach(
        (number, target) -> {
          Optional<Firewall.Drop> drop = drop(state, target);
          (drop.isPresent() ? shared : free).put(number, target);
          drop.ifPresent(drops::add);
        });
    if (!drops.isEmpty()) {
      call(true, shared, () -> firewall.block(drops));
    }
    if (!free.isEmpty()) {
      List<AddressPrefix> once = List.copyOf(new LinkedHashSet<>(free.values()));
      call(true, free, () -> firewall.unblock(once));
    }
  }

  /** Removes what no block calls for; what fails is found again by a reload. */
  void removeForeign(PartitionState state, Set<AddressPrefix> targets) {
    List<AddressPrefix> free =
        targets.stream().filter(target -> state.drop(target).isEmpty()).toList();
    if (!free.isEmpty()) {
      call(true, Map.of(), () -> firewall.unblock(free));
    }
  }

  /** Returns all that is to be dropped. */
  List<Firewall.Drop> all(PartitionState state) {
    return all(state, time.now(), clock.unnoticed());
  }

  /**
   * Returns all that is to be dropped.
   *
   * @param step how far the wall clock was set without the state knowing it
   */
  static List<Firewall.Drop> all(PartitionState state, Instant now, Duration step) {
    return state.drops(now.minus(step)).stream().map(drop -> moved(drop, step)).toList();
  }

  /** Asks again for what was refused. */
  void again(PartitionState state, Retries.Call call) {
    if (call.lift()) {
      lift(state, call.targets());
    } else {
      block(state, call.targets());
    }
  }

  /** Returns what went wrong, in words. */
  static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String message = cause.getMessage();
    return Bounds.cut(message == null ? cause.getClass().getSimpleName() : message);
  }

  private Optional<Firewall.Drop> drop(PartitionState state, AddressPrefix target) {
    return state.drop(target).map(drop -> moved(drop, clock.unnoticed()));
  }

  /** Returns the drop after somebody set the wall clock. */
  static Firewall.Drop moved(Firewall.Drop drop, Duration by) {
    return by.isZero() || drop.expiresAt().isEmpty()
        ? drop
        : new Firewall.Drop(drop.target(), drop.expiresAt().map(end -> end.plus(by)));
  }

  private void call(
      boolean lift, Map<Long, AddressPrefix> targets, Supplier<CompletionStage<Done>> call) {
    try {
      CompletionStage<Done> unused =
          call.get()
              .whenComplete(
                  (done, failure) ->
                      answer(
                          lift, targets, Optional.ofNullable(failure).map(FirewallCalls::reason)));
    } catch (RuntimeException failure) { // A broken adapter is a firewall that refused.
      answer(lift, targets, Optional.of(reason(failure)));
    }
  }

  private void answer(boolean lift, Map<Long, AddressPrefix> targets, Optional<String> failure) {
    answers.accept(new Note.Answered(lift, targets, time.now(), failure));
  }
}
