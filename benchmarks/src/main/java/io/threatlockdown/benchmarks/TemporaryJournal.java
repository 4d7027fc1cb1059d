package io.threatlockdown.benchmarks;

import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import io.threatlockdown.persistence.BlockJournal;
import io.threatlockdown.persistence.EmbeddedJournal;
import io.threatlockdown.persistence.JournalException;
import io.threatlockdown.persistence.OnJournalFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * A block journal in a new directory of {@code java.io.tmpdir}, above a firewall that does nothing.
 * Gone when closed.
 */
record TemporaryJournal(
    Path dataDir, EmbeddedJournal embedded, ActorSystem<Responder.Command> system)
    implements AutoCloseable {

  static TemporaryJournal open() {
    try {
      Path dataDir = Files.createTempDirectory("tld-journal-benchmark");
      EmbeddedJournal embedded = EmbeddedJournal.open(dataDir);
      return new TemporaryJournal(
          dataDir,
          embedded,
          ActorSystem.create(
              BlockJournal.create(
                  new IdleFirewall(),
                  new SilentLog(),
                  Clock.systemUTC(),
                  OnJournalFailure.BLOCK,
                  new Health()),
              "journal",
              embedded.config().withFallback(ConfigFactory.load())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JournalException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    embedded.close();
    try (Stream<Path> files = Files.walk(dataDir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class IdleFirewall implements Firewall {
    @Override
    public CompletionStage<Done> reload(List<Drop> drops) {
      return CompletableFuture.completedStage(Done.getInstance());
    }

    @Override
    public CompletionStage<Done> block(List<Drop> drops) {
      return CompletableFuture.completedStage(Done.getInstance());
    }

    @Override
    public CompletionStage<Done> unblock(List<AddressPrefix> targets) {
      return CompletableFuture.completedStage(Done.getInstance());
    }

    @Override
    public Optional<String> observing() {
      return Optional.empty();
    }
  }

  private static final class SilentLog implements ResponseLog {
    @Override
    public void added(BlockOrder order, boolean alreadyActive) {}

    @Override
    public void deleted(BlockOrder order) {}

    @Override
    public void outcome(Outcome outcome) {}
  }
}
