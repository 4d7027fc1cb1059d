package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.LadderStep;
import io.threatlockdown.core.response.Standing;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializers;

/**
 * The disk of the journal: a transaction counts when it is synced, which takes a while. What a
 * crash finds under way is on the disk or is not, as the seed has it; so is, at times, what the
 * disk says has failed.
 */
final class SimulatedDisk {
  /** How the disk is. */
  enum Mood {
    WELL,
    SLOW,
    FAILING,
    HANGING
  }

  /** The most blocks in one part of a snapshot; few, so that there are parts. */
  static final int PART_BLOCKS_MAX = 1;

  /** The most keys with earlier blocks in one part of a snapshot. */
  static final int PART_PRIORS_MAX = 1;

  /** A value as its bytes lie there. */
  static final class Bytes {
    private final byte[] bytes;
    private final int serializer;
    private final String manifest;

    Bytes(Object value, Serialization serialization) {
      var chosen = serialization.findSerializerFor(value);
      this.bytes = serialization.serialize(value).get();
      this.serializer = chosen.identifier();
      this.manifest = Serializers.manifestFor(chosen, value);
    }

    Object read(Serialization serialization) {
      return serialization.deserialize(bytes, serializer, manifest).get();
    }
  }

  /** One event as it lies there. */
  record Stored(PersistentRepr envelope, Bytes bytes) {
    PersistentRepr read(Serialization serialization) {
      return envelope.withPayload(bytes.read(serialization));
    }
  }

  private record Write(Runnable effect, CompletableFuture<Boolean> done) {}

  private final Map<String, NavigableMap<Long, Stored>> synced = new HashMap<>();
  private final Map<String, StoredSnapshots> snapshots = new HashMap<>();
  private final Set<AddressPrefix> ordered = new HashSet<>();
  private final Map<List<Object>, Integer> orderedActions = new HashMap<>();
  private final Set<List<Object>> climbed = new HashSet<>();
  private final List<Write> underWay = new ArrayList<>();
  private final Deque<Supplier<CompletionStage<?>>> turns = new ArrayDeque<>();
  private RandomGenerator random = RandomGenerator.getDefault();
  private Mood mood = Mood.WELL;
  private boolean powered = true;
  private Optional<SimulatedRarity> ifCrash = Optional.empty();

  void reset(RandomGenerator seeded) {
    synced.clear();
    snapshots.clear();
    ordered.clear();
    orderedActions.clear();
    climbed.clear();
    underWay.clear();
    turns.clear();
    random = seeded;
    mood = Mood.WELL;
    powered = true;
  }

  void become(Mood next) {
    mood = next;
    if (next == Mood.WELL) {
      List.copyOf(underWay).forEach(this::finish);
    }
  }

  /** Whether a block of the target was ever ordered, on disk. */
  boolean hasOrdered(AddressPrefix target) {
    return ordered.contains(target);
  }

  /** Whether this response that is no drop was ever ordered, on disk. */
  boolean hasOrderedAction(BlockOrder order) {
    return orderedActions.containsKey(action(order));
  }

  /** Whether it is on disk that the offender came to this step by this offence. */
  boolean hasClimbed(LadderStep step, int offences) {
    return climbed.contains(List.of(step.ladder(), step.offender(), step.step(), offences));
  }

  /** Whether it was ordered more than once: given again, for its answer was lost. */
  boolean hasOrderedActionTwice(BlockOrder order) {
    return orderedActions.getOrDefault(action(order), 0) > 1;
  }

  /** Returns what tells a response that is no drop from all others. */
  static List<Object> action(BlockOrder order) {
    return List.of(
        order.key().program(),
        order.addresses(),
        order.lineReceivedAt().truncatedTo(ChronoUnit.MICROS));
  }

  /** The process is gone: nothing it still writes counts. Half of what is under way does. */
  void cut() {
    powered = false;
    if (!turns.isEmpty()) {
      ifCrash.ifPresent(SimulatedHost.SEEN::add);
    }
    turns.clear();
    for (Write write : List.copyOf(underWay)) {
      if (random.nextBoolean()) {
        write.effect.run();
      }
      write.done.completeExceptionally(new IllegalStateException("the process is gone"));
    }
    underWay.clear();
  }

  void restart() {
    powered = true;
    ifCrash = Optional.empty();
    mood = Mood.WELL;
  }

  /** Writes events of one id; completed when they are synced. */
  CompletableFuture<Boolean> write(List<PersistentRepr> events, Serialization serialization) {
    List<Stored> stored =
        events.stream()
            .map(event -> new Stored(event, new Bytes(event.payload(), serialization)))
            .toList();
    return transact(() -> stored.forEach(this::sync));
  }

  /** Does it in one transaction; completed when that is synced. */
  CompletableFuture<Boolean> transact(Runnable effect) {
    if (!powered) {
      return CompletableFuture.failedFuture(new IllegalStateException("the process is gone"));
    }
    SimulatedHost.TRAP.step();
    if (mood == Mood.FAILING && random.nextInt(3) > 0) {
      if (random.nextInt(8) == 0) {
        effect.run(); // The sync failed, and yet it is there.
        SimulatedHost.SEEN.add(SimulatedRarity.FAILED_WRITE_IS_THERE);
      }
      return CompletableFuture.failedFuture(new IllegalStateException("disk is full"));
    }
    Write write = new Write(effect, new CompletableFuture<>());
    underWay.add(write);
    if (mood != Mood.HANGING) {
      long most = mood == Mood.SLOW ? 5_000_000 : 4_000;
      var unused =
          SimulatedHost.TIME.after(
              Duration.ofNanos(1_000 * random.nextLong(100, most)), () -> finish(write));
    }
    return write.done;
  }

  /** Does work on snapshots when the work that was asked for before is over, in whatever way. */
  <T> CompletableFuture<T> inTurn(Supplier<CompletionStage<T>> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    turns.add(
        () ->
            begin(work)
                .whenComplete(
                    (value, failure) -> {
                      if (failure == null) {
                        done.complete(value);
                      } else {
                        done.completeExceptionally(failure);
                      }
                    }));
    if (turns.size() == 1) {
      nextTurn();
    }
    return done;
  }

  private static <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> work) {
    try {
      return work.get();
    } catch (IllegalStateException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private void nextTurn() {
    Supplier<CompletionStage<?>> turn = turns.element();
    var unused =
        turn.get()
            .whenComplete(
                (value, failure) -> {
                  if (turns.peek() == turn) { // Else a crash ended it.
                    turns.remove();
                    if (!turns.isEmpty()) {
                      nextTurn();
                    }
                  }
                });
  }

  StoredSnapshots snapshots(String id) {
    return snapshots.computeIfAbsent(id, none -> new StoredSnapshots());
  }

  NavigableMap<Long, Stored> read(String id) {
    mayBeUnreadable();
    return synced.getOrDefault(id, new TreeMap<>());
  }

  /** Throws at times while the disk is failing. */
  void mayBeUnreadable() {
    if (mood == Mood.FAILING && random.nextInt(3) == 0) {
      throw new IllegalStateException("disk cannot be read");
    }
  }

  /** A crash during the work on snapshots under way would be this, from now on. */
  void onCrash(SimulatedRarity what) {
    ifCrash = Optional.of(what);
  }

  void deleteUpTo(String id, long number) {
    ifCrash = Optional.empty();
    NavigableMap<Long, Stored> replaced =
        synced.getOrDefault(id, new TreeMap<>()).headMap(number, true);
    if (!replaced.isEmpty()) {
      SimulatedHost.SEEN.add(SimulatedRarity.EVENTS_DELETED);
    }
    replaced.clear();
  }

  /** Deletes some of the events up to that one. */
  void deleteOldest(String id, long number) {
    NavigableMap<Long, Stored> replaced =
        synced.getOrDefault(id, new TreeMap<>()).headMap(number, true);
    for (int i = replaced.size() / 2; i > 0; i--) {
      replaced.pollFirstEntry();
    }
  }

  private void finish(Write write) {
    if (!write.done.isDone() && mood != Mood.HANGING) {
      underWay.remove(write);
      write.effect.run();
      SimulatedHost.TRAP.step();
      write.done.complete(true);
    }
  }

  private void sync(Stored event) {
    synced
        .computeIfAbsent(event.envelope.persistenceId(), id -> new TreeMap<>())
        .put(event.envelope.sequenceNr(), event);
    for (Fact fact : ((Facts) event.envelope.payload()).facts()) {
      if (fact instanceof Fact.Ordered order && order.order().action().isPresent()) {
        orderedActions.merge(action(order.order()), 1, Integer::sum);
      } else if (fact instanceof Fact.Ordered order) {
        ordered.add(order.order().addresses());
      } else if (fact instanceof Fact.Climbed to) {
        Standing now = to.standing();
        climbed.add(List.of(now.ladder(), now.offender(), now.step(), now.offences()));
      }
    }
  }
}
