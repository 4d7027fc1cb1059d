package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Lifts every block in force, as Wazuh does when it stops ({@code --release-on-stop}). */
final class ReleaseAll {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final BlockFilter IN_FORCE =
      new BlockFilter(Optional.empty(), false, BlockFilter.LIMIT_MAX);

  private ReleaseAll() {}

  /** Returns how many blocks were lifted, when none is left. */
  static int now(ActorSystem<?> system, ActorRef<Responder.Command> responder) {
    int released = 0;
    List<Block> blocks = list(system, responder);
    while (!blocks.isEmpty()) {
      List<CompletableFuture<Responder.Released>> answers =
          blocks.stream().map(block -> release(system, responder, block)).toList();
      answers.forEach(CompletableFuture::join);
      released += answers.size();
      blocks = list(system, responder);
    }
    return released;
  }

  private static List<Block> list(ActorSystem<?> system, ActorRef<Responder.Command> responder) {
    return AskPattern.<Responder.Command, Responder.Blocks>ask(
            responder,
            replyTo -> new Responder.ListBlocks(IN_FORCE, replyTo),
            ANSWER_WITHIN,
            system.scheduler())
        .toCompletableFuture()
        .join()
        .blocks();
  }

  private static CompletableFuture<Responder.Released> release(
      ActorSystem<?> system, ActorRef<Responder.Command> responder, Block block) {
    return AskPattern.<Responder.Command, Responder.Released>ask(
            responder,
            replyTo ->
                new Responder.Release(
                    block.id(), "service", "stopped with --release-on-stop", replyTo),
            ANSWER_WITHIN,
            system.scheduler())
        .toCompletableFuture();
  }
}
