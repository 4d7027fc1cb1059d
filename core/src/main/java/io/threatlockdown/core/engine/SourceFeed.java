package io.threatlockdown.core.engine;

import io.threatlockdown.core.source.LineBatch;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.stream.RestartSettings;
import org.apache.pekko.stream.javadsl.RestartSource;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Brings what a source reads to the intake, one batch at a time, and lets the source remember its
 * position once the orders of a batch are in the journal.
 */
public final class SourceFeed {
  /** How long one batch may take: longer than any refused order is given again. */
  static final Duration ANSWER_WITHIN = Duration.ofMinutes(7);

  private static final RestartSettings AGAIN =
      RestartSettings.create(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2);

  private SourceFeed() {}

  /**
   * Runs until the source ends. A batch without an answer stops the reading, which then begins
   * again at the last committed position: lines are analysed twice rather than not at all.
   *
   * @return completed when the source has ended and its last batch is analysed
   */
  public static CompletionStage<Done> run(
      ActorSystem<?> system, Source<LineBatch, NotUsed> source, ActorRef<Ingest.Command> intake) {
    return RestartSource.onFailuresWithBackoff(AGAIN, () -> committed(system, source, intake))
        .runWith(Sink.ignore(), system);
  }

  private static Source<Done, NotUsed> committed(
      ActorSystem<?> system, Source<LineBatch, NotUsed> source, ActorRef<Ingest.Command> intake) {
    return source.mapAsync(
        1,
        batch ->
            analysed(system, batch, intake)
                .thenApplyAsync(
                    analysed -> {
                      batch.committed().run();
                      return Done.getInstance();
                    },
                    system.executionContext()));
  }

  private static CompletionStage<Ingest.Analysed> analysed(
      ActorSystem<?> system, LineBatch batch, ActorRef<Ingest.Command> intake) {
    return AskPattern.ask(
        intake,
        (ActorRef<Ingest.Analysed> replyTo) -> new Ingest.Submit(batch.lines(), replyTo),
        ANSWER_WITHIN,
        system.scheduler());
  }
}
