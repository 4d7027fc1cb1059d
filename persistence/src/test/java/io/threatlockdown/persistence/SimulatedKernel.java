package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.FirewallException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.apache.pekko.Done;

/**
 * The kernel's set of drops, with timeouts of its own, behind a firewall that takes its time, and
 * refuses at times. Outlives the process that fills it.
 */
final class SimulatedKernel {
  /** How the firewall is. */
  enum Mood {
    WELL,
    SLOW,
    FAILING
  }

  private static final long NEVER = Long.MAX_VALUE;
  private static final long TICK_NANOS = 10_000_000; // what the real adapter adds

  private final Map<AddressPrefix, Long> drops = new TreeMap<>();
  private final Map<AddressPrefix, Integer> waiting = new TreeMap<>();
  private final SimulatedModel model;
  private final RandomGenerator random;
  private long freeAt;
  private Mood mood = Mood.WELL;

  SimulatedKernel(SimulatedModel model, RandomGenerator random) {
    this.model = model;
    this.random = random;
  }

  void become(Mood next) {
    mood = next;
  }

  /** Returns what is dropped now. */
  Set<AddressPrefix> dropped() {
    expire();
    return new HashSet<>(drops.keySet());
  }

  /** Somebody else deletes a drop; returns which. */
  List<AddressPrefix> deleteOne() {
    expire();
    List<AddressPrefix> all = new ArrayList<>(drops.keySet());
    if (all.isEmpty()) {
      return all;
    }
    AddressPrefix one = all.get(random.nextInt(all.size()));
    drops.remove(one);
    return List.of(one);
  }

  /** Somebody else flushes the table, or the power fails. */
  void flush() {
    expire();
    drops.clear();
  }

  /** Returns the firewall of one process; once that is gone its calls have no effect. */
  Firewall of(BooleanSupplier alive) {
    return new Firewall() {
      @Override
      public CompletionStage<Done> reload(List<Drop> asked) {
        Map<AddressPrefix, Long> wanted = ends(asked);
        return call(
            alive,
            Set.of(),
            () -> {
              Set<AddressPrefix> kept = wanted.keySet();
              for (AddressPrefix target : List.copyOf(drops.keySet())) {
                if (!kept.contains(target)) {
                  remove(target);
                }
              }
              wanted.forEach(SimulatedKernel.this::put);
            });
      }

      @Override
      public CompletionStage<Done> block(List<Drop> asked) {
        Map<AddressPrefix, Long> wanted = ends(asked);
        return call(alive, wanted.keySet(), () -> wanted.forEach(SimulatedKernel.this::put));
      }

      @Override
      public CompletionStage<Done> unblock(List<AddressPrefix> targets) {
        return call(alive, Set.of(), () -> targets.forEach(SimulatedKernel.this::remove));
      }

      @Override
      public Optional<String> observing() {
        return Optional.empty();
      }
    };
  }

  /**
   * @param blocked what the call asks to drop
   */
  private CompletionStage<Done> call(
      BooleanSupplier alive, Set<AddressPrefix> blocked, Runnable effect) {
    blocked.forEach(target -> waiting.merge(target, 1, Integer::sum));
    CompletableFuture<Done> done = new CompletableFuture<>();
    SimulatedHost.TRAP.step();
    long now = SimulatedHost.TIME.nanos();
    long most = mood == Mood.SLOW ? 8_000_000 : 3_000;
    boolean fails = mood == Mood.FAILING && random.nextInt(4) > 0;
    freeAt = Math.max(freeAt, now) + 1_000 * random.nextLong(80, most);
    if (freeAt - now > SimulatedModel.TOLERANCE_NANOS) {
      model.disturbedUntil(freeAt); // What waits for a slow firewall waits longer than it is slow.
    }
    var unused =
        SimulatedHost.TIME.after(
            Duration.ofNanos(freeAt - now),
            () -> {
              blocked.forEach(target -> waiting.merge(target, -1, Integer::sum));
              if (!alive.getAsBoolean()) {
                return;
              }
              if (fails) {
                done.completeExceptionally(new FirewallException("the kernel refused"));
              } else {
                effect.run();
                SimulatedHost.TRAP.step();
                done.complete(Done.getInstance());
              }
            });
    return done;
  }

  /** Returns the true times of ends, which the caller wrote by the wall clock as it is now. */
  private static Map<AddressPrefix, Long> ends(List<Firewall.Drop> asked) {
    long now = SimulatedHost.TIME.nanos();
    Instant wall = SimulatedHost.TIME.instant();
    Map<AddressPrefix, Long> ends = new LinkedHashMap<>();
    for (Firewall.Drop drop : asked) {
      ends.put(
          drop.target(),
          drop.expiresAt()
              .map(at -> now + Duration.between(wall, at).toNanos() + TICK_NANOS)
              .orElse(NEVER));
    }
    return ends;
  }

  private void put(AddressPrefix target, long end) {
    expire();
    long now = SimulatedHost.TIME.nanos();
    model.onDrop(target, end);
    if (end <= now) {
      if (drops.remove(target) != null) {
        model.onTimeout(target, now); // A call that waited for longer than its drop lasts.
      }
    } else {
      drops.put(target, end);
    }
  }

  private void remove(AddressPrefix target) {
    expire();
    if (drops.remove(target) != null) {
      model.onLifted(target, waiting.getOrDefault(target, 0) > 0);
    }
  }

  private void expire() {
    long now = SimulatedHost.TIME.nanos();
    // A copy, for a removal makes entries of a TreeMap stand for others.
    for (Map.Entry<AddressPrefix, Long> drop : new TreeMap<>(drops).entrySet()) {
      if (drop.getValue() <= now) {
        drops.remove(drop.getKey());
        model.onTimeout(drop.getKey(), drop.getValue());
      }
    }
  }
}
