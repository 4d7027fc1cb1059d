package io.threatlockdown.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.jdk.javaapi.CollectionConverters;

/** The journal plugin on the simulated disk. Made by Pekko, by its class name. */
public final class SimulatedJournal extends AsyncWriteJournal {
  private final Serialization serialization = SerializationExtension.get(context().system());

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    List<PersistentRepr> events = new ArrayList<>();
    List<Optional<Exception>> accepted = new ArrayList<>();
    for (AtomicWrite write : writes) {
      events.addAll(CollectionConverters.asJava(write.payload()));
      accepted.add(Optional.empty());
    }
    Promise<Iterable<Optional<Exception>>> done = Futures.promise();
    CompletableFuture<Boolean> written = SimulatedHost.DISK.write(events, serialization);
    var unused =
        written.whenComplete(
            (synced, failure) -> {
              if (failure == null) {
                done.success(accepted);
              } else {
                done.failure(failure);
              }
            });
    return done.future();
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String id, long number) {
    SimulatedHost.DISK.deleteUpTo(id, number);
    return Futures.successful(null);
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String id, long from, long to, long max, Consumer<PersistentRepr> replay) {
    try {
      NavigableMap<Long, SimulatedDisk.Stored> events = SimulatedHost.DISK.read(id);
      events.subMap(from, true, Math.max(from, to), true).values().stream()
          .limit(max)
          .forEach(event -> replay.accept(event.read(serialization)));
      return Futures.successful(null);
    } catch (IllegalStateException unreadable) {
      return Futures.failed(unreadable);
    }
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String id, long from) {
    try {
      NavigableMap<Long, SimulatedDisk.Stored> events = SimulatedHost.DISK.read(id);
      return Futures.successful(events.isEmpty() ? 0L : events.lastKey());
    } catch (IllegalStateException unreadable) {
      return Futures.failed(unreadable);
    }
  }
}
