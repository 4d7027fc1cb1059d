package io.threatlockdown.core.source;

import io.threatlockdown.core.event.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/** Runs a source and hands out its batches one by one; waits with a generous limit. */
final class SourceProbe implements AutoCloseable {
  private static final long LIMIT_SECONDS = 30;

  private final SinkQueueWithCancel<LineBatch> queue;
  private @Nullable CompletableFuture<Optional<LineBatch>> pulled;

  SourceProbe(Source<LineBatch, NotUsed> source, ActorSystem<?> system) {
    queue = source.runWith(Sink.<LineBatch>queue(1), system);
  }

  /** Waits for the next batch; empty if the source has ended. */
  Optional<LineBatch> next() {
    return within(LIMIT_SECONDS, TimeUnit.SECONDS)
        .orElseThrow(() -> new AssertionError("no batch came"));
  }

  /** Returns the next batch if it comes in time; else a later call will return it. */
  Optional<Optional<LineBatch>> within(long time, TimeUnit unit) {
    CompletableFuture<Optional<LineBatch>> next = pulled;
    if (next == null) {
      next = queue.pull().toCompletableFuture();
      pulled = next;
    }
    try {
      Optional<LineBatch> batch = next.get(time, unit);
      pulled = null;
      return Optional.of(batch);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until as many lines came, and commits each batch. */
  List<String> lines(int count) {
    return lines(lines -> lines.size() >= count);
  }

  List<String> lines(Predicate<List<String>> areEnough) {
    List<String> lines = new ArrayList<>();
    while (!areEnough.test(lines)) {
      LineBatch batch = next().orElseThrow();
      batch.lines().stream().map(LogLine::text).forEach(lines::add);
      batch.committed().run();
    }
    return lines;
  }

  @Override
  public void close() {
    queue.cancel();
  }
}
