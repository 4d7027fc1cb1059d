package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializers;

/**
 * The disk of the journal: a write counts when it is synced, which takes a while. What a crash
 * finds under way is on the disk or is not, as the seed has it.
 */
final class SimulatedDisk {
  /** How the disk is. */
  enum Mood {
    WELL,
    SLOW,
    FAILING,
    HANGING
  }

  /** One event as it lies there. */
  static final class Stored {
    private final PersistentRepr envelope;
    private final byte[] bytes;
    private final int serializer;
    private final String manifest;

    Stored(PersistentRepr envelope, Serialization serialization) {
      Object payload = envelope.payload();
      var chosen = serialization.findSerializerFor(payload);
      this.envelope = envelope;
      this.bytes = serialization.serialize(payload).get();
      this.serializer = chosen.identifier();
      this.manifest = Serializers.manifestFor(chosen, payload);
    }

    PersistentRepr read(Serialization serialization) {
      return envelope.withPayload(serialization.deserialize(bytes, serializer, manifest).get());
    }
  }

  private record Write(String id, List<Stored> events, CompletableFuture<Boolean> done) {}

  private final Map<String, NavigableMap<Long, Stored>> synced = new HashMap<>();
  private final Set<AddressPrefix> ordered = new HashSet<>();
  private final List<Write> underWay = new ArrayList<>();
  private RandomGenerator random = RandomGenerator.getDefault();
  private Mood mood = Mood.WELL;
  private boolean powered = true;

  void reset(RandomGenerator seeded) {
    synced.clear();
    ordered.clear();
    underWay.clear();
    random = seeded;
    mood = Mood.WELL;
    powered = true;
  }

  void become(Mood next) {
    mood = next;
    if (next == Mood.WELL) {
      underWay.forEach(this::finish);
    }
  }

  /** Whether a block of the target was ever ordered, on disk. */
  boolean hasOrdered(AddressPrefix target) {
    return ordered.contains(target);
  }

  /** The process is gone: nothing it still writes counts. Half of what is under way does. */
  void cut() {
    powered = false;
    for (Write write : List.copyOf(underWay)) {
      if (random.nextBoolean()) {
        sync(write);
      }
      write.done.completeExceptionally(new IllegalStateException("the process is gone"));
    }
    underWay.clear();
  }

  void restart() {
    powered = true;
    mood = Mood.WELL;
  }

  /** Writes events of one id; completed when they are synced. */
  CompletableFuture<Boolean> write(List<PersistentRepr> events, Serialization serialization) {
    if (!powered) {
      return CompletableFuture.failedFuture(new IllegalStateException("the process is gone"));
    }
    if (mood == Mood.FAILING && random.nextInt(3) > 0) {
      return CompletableFuture.failedFuture(new IllegalStateException("disk is full"));
    }
    List<Stored> stored = events.stream().map(event -> new Stored(event, serialization)).toList();
    Write write = new Write(events.get(0).persistenceId(), stored, new CompletableFuture<>());
    underWay.add(write);
    if (mood != Mood.HANGING) {
      long most = mood == Mood.SLOW ? 5_000_000 : 4_000;
      var unused =
          SimulatedHost.TIME.after(
              Duration.ofNanos(1_000 * random.nextLong(100, most)), () -> finish(write));
    }
    return write.done;
  }

  NavigableMap<Long, Stored> read(String id) {
    if (mood == Mood.FAILING && random.nextInt(3) == 0) {
      throw new IllegalStateException("disk cannot be read");
    }
    return synced.getOrDefault(id, new TreeMap<>());
  }

  void deleteUpTo(String id, long number) {
    synced.getOrDefault(id, new TreeMap<>()).headMap(number, true).clear();
  }

  private void finish(Write write) {
    if (!write.done.isDone() && mood != Mood.HANGING) {
      sync(write);
      write.done.complete(true);
    }
  }

  private void sync(Write write) {
    for (Stored event : write.events) {
      synced
          .computeIfAbsent(write.id, id -> new TreeMap<>())
          .put(event.envelope.sequenceNr(), event);
      for (Fact fact : ((Facts) event.envelope.payload()).facts()) {
        if (fact instanceof Fact.Ordered order) {
          ordered.add(order.order().addresses());
        }
      }
    }
  }
}
