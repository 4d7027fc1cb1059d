package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Firewall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;

/**
 * What the firewall drops although no journal knows of it yet. Everything here ends by a kernel
 * timeout, should this process end first. Called by the journal's actor; the firewall answers on
 * any thread.
 */
final class Stopgap {
  /** The longest kernel timeout of a block that is not recorded, also of one without an end. */
  static final Duration LONGEST = Duration.ofDays(1);

  private final Firewall firewall;
  private final Time time;
  private final Consumer<Note.StopgapAnswered> answers;
  private final ClockWatch clock;
  private final Map<AddressPrefix, Gap> gaps = new LinkedHashMap<>();

  /** The keys of the gaps, and the order of calls about them: also partitions ask. */
  private final Set<AddressPrefix> held = new HashSet<>();

  /** One target: the longest end that any order wants, and the orders that wait for the disk. */
  private static final class Gap {
    private Firewall.Drop drop;
    private final Set<BlockOrder> orders = new HashSet<>();
    private boolean refused;

    Gap(Firewall.Drop drop) {
      this.drop = drop;
    }
  }

  Stopgap(Firewall firewall, Time time, Consumer<Note.StopgapAnswered> answers) {
    this.firewall = firewall;
    this.time = time;
    this.clock = new ClockWatch(time);
    this.answers = answers;
  }

  /**
   * Returns the firewall for partitions. It does not let through what is held here: the end of an
   * earlier block may be written, late, when the next one waits for the disk already.
   */
  Firewall sparing() {
    return new Firewall() {
      @Override
      public CompletionStage<Done> reload(List<Drop> drops) {
        return firewall.reload(drops);
      }

      @Override
      public CompletionStage<Done> block(List<Drop> drops) {
        return firewall.block(drops);
      }

      @Override
      public CompletionStage<Done> unblock(List<AddressPrefix> targets) {
        synchronized (held) {
          List<AddressPrefix> free =
              targets.stream().filter(target -> !held.contains(target)).toList();
          return free.isEmpty()
              ? CompletableFuture.completedFuture(Done.getInstance())
              : firewall.unblock(free);
        }
      }

      @Override
      public Optional<String> observing() {
        return firewall.observing();
      }
    };
  }

  /** Returns how many addresses are dropped without a record. */
  int size() {
    return gaps.size();
  }

  /**
   * Drops what the orders want, at once.
   *
   * @param recorded what the journal is known to drop of a target; no end is made earlier
   */
  void place(List<BlockOrder> orders, Function<AddressPrefix, Optional<Firewall.Drop>> recorded) {
    followClock();
    Map<AddressPrefix, Firewall.Drop> drops = new LinkedHashMap<>();
    for (BlockOrder order : orders) {
      AddressPrefix target = order.addresses();
      Gap gap = gaps.get(target);
      Firewall.Drop wanted = within(order);
      Optional<Firewall.Drop> before = gap == null ? recorded.apply(target) : Optional.of(gap.drop);
      Firewall.Drop drop = before.map(known -> longest(known, wanted)).orElse(wanted);
      if (gap == null) {
        gap = new Gap(drop);
        gaps.put(target, gap);
        hold(target, true);
      }
      gap.drop = drop;
      gap.orders.add(order.undated());
      drops.put(target, drop);
    }
    call(List.copyOf(drops.values()));
  }

  /** Remembers what the firewall refused. */
  void answered(Note.StopgapAnswered answer) {
    for (AddressPrefix target : answer.targets()) {
      Gap gap = gaps.get(target);
      if (gap != null) {
        gap.refused = answer.failure().isPresent();
      }
    }
  }

  /** Asks the firewall again for what it refused. */
  void again() {
    followClock();
    List<Firewall.Drop> drops = new ArrayList<>();
    for (Gap gap : gaps.values()) {
      if (gap.refused) {
        gap.refused = false;
        drops.add(gap.drop);
      }
    }
    call(drops);
  }

  /** If the wall clock was set, what is dropped keeps what is left. */
  private void followClock() {
    Duration step = clock.take();
    for (Gap gap : gaps.values()) {
      gap.drop = FirewallCalls.moved(gap.drop, step);
    }
  }

  /** Forgets orders that are on disk now, or refused by the journal. */
  void settled(Iterable<BlockOrder> orders) {
    for (BlockOrder order : orders) {
      Gap gap = gaps.get(order.addresses());
      if (gap != null && gap.orders.remove(order.undated()) && gap.orders.isEmpty()) {
        gaps.remove(order.addresses());
        hold(order.addresses(), false);
      }
    }
  }

  /**
   * Returns what the firewall should hold: what the journal says, and what it does not know yet.
   */
  List<Firewall.Drop> with(List<Firewall.Drop> recorded) {
    if (gaps.isEmpty()) {
      return recorded;
    }
    followClock();
    Map<AddressPrefix, Firewall.Drop> all = new LinkedHashMap<>();
    recorded.forEach(drop -> all.put(drop.target(), drop));
    gaps.values().forEach(gap -> all.merge(gap.drop.target(), gap.drop, Stopgap::longest));
    return List.copyOf(all.values());
  }

  private void hold(AddressPrefix target, boolean holds) {
    synchronized (held) {
      boolean unused = holds ? held.add(target) : held.remove(target);
    }
  }

  private Firewall.Drop within(BlockOrder order) {
    Instant latest = time.now().plus(LONGEST);
    Instant end = order.expiresAt().filter(latest::isAfter).orElse(latest);
    return new Firewall.Drop(order.addresses(), Optional.of(end));
  }

  private static Firewall.Drop longest(Firewall.Drop one, Firewall.Drop other) {
    return new Firewall.Drop(
        one.target(), PartitionState.longest(one.expiresAt(), other.expiresAt()));
  }

  private void call(List<Firewall.Drop> drops) {
    for (int from = 0; from < drops.size(); from += Retries.CALL_MAX) {
      List<Firewall.Drop> part =
          drops.subList(from, Math.min(drops.size(), from + Retries.CALL_MAX));
      List<AddressPrefix> targets = part.stream().map(Firewall.Drop::target).toList();
      try {
        CompletionStage<Done> unused =
            firewall
                .block(part)
                .whenComplete(
                    (done, failure) ->
                        answer(targets, Optional.ofNullable(failure).map(FirewallCalls::reason)));
      } catch (RuntimeException failure) { // A broken adapter is a firewall that refused.
        answer(targets, Optional.of(FirewallCalls.reason(failure)));
      }
    }
  }

  private void answer(List<AddressPrefix> targets, Optional<String> failure) {
    answers.accept(new Note.StopgapAnswered(targets, failure));
  }
}
