package io.threatlockdown.http;

import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.Enforcement;
import io.threatlockdown.core.response.Responder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Stands for analysis and journal: an alert for each line with "attack", a block for each with
 * "block", a refusal for each with "refuse"; and one block in force.
 */
final class StandIn {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final SourceAddress MALLORY = SourceAddress.parse("192.0.2.66").orElseThrow();
  static final Block BLOCK = block(new BlockId(2, 56), Block.State.ENFORCED);

  /** Observes until somebody confirms. */
  final Enforcement enforcement =
      new Enforcement() {
        private boolean confirmed;

        @Override
        public Optional<String> observing() {
          return confirmed ? Optional.empty() : Optional.of("told to observe only");
        }

        @Override
        public CompletionStage<Map<AddressPrefix, Dropped>> dropped(List<AddressPrefix> targets) {
          return CompletableFuture.completedFuture(
              Map.of(AddressPrefix.of(MALLORY), new Dropped(12, 720)));
        }

        @Override
        public Optional<String> confirm(String by) {
          Optional<String> what = observing().map(reason -> "enforcement, by " + by);
          confirmed = true;
          return what;
        }
      };

  final List<LogLine> lines = new CopyOnWriteArrayList<>();
  final List<Integer> submissions = new CopyOnWriteArrayList<>();
  final List<Responder.Command> commands = new CopyOnWriteArrayList<>();

  final List<Path> accepted = new CopyOnWriteArrayList<>();

  /** Accepts files but those that are called "gone". */
  void accept(Path file) throws IOException {
    if (file.endsWith("gone")) {
      throw new IOException(file + " is no regular file");
    }
    accepted.add(file);
  }

  Behavior<Ingest.Command> ingest() {
    return Behaviors.receive(Ingest.Command.class)
        .onMessage(Ingest.Submit.class, this::onSubmit)
        .build();
  }

  Behavior<Responder.Command> responder() {
    return Behaviors.receive(Responder.Command.class)
        .onMessage(Responder.ListBlocks.class, this::onList)
        .onMessage(Responder.FindBlock.class, this::onFind)
        .onMessage(Responder.Release.class, this::onRelease)
        .build();
  }

  /** Returns how many lines came so far. */
  int lineCount() {
    return lines.size();
  }

  private Behavior<Ingest.Command> onSubmit(Ingest.Submit submit) {
    lines.addAll(submit.lines());
    submissions.add(submit.lines().size());
    submit
        .replyTo()
        .tell(
            new Ingest.Analysed(
                submit.lines().size(),
                count(submit, "attack"),
                count(submit, "block"),
                count(submit, "refuse")));
    return Behaviors.same();
  }

  private static int count(Ingest.Submit submit, String word) {
    return (int) submit.lines().stream().filter(line -> line.text().contains(word)).count();
  }

  private Behavior<Responder.Command> onList(Responder.ListBlocks command) {
    commands.add(command);
    command.replyTo().tell(new Responder.Blocks(List.of(BLOCK)));
    return Behaviors.same();
  }

  private Behavior<Responder.Command> onFind(Responder.FindBlock command) {
    commands.add(command);
    command
        .replyTo()
        .tell(new Responder.Found(Optional.of(BLOCK).filter(b -> b.id().equals(command.id()))));
    return Behaviors.same();
  }

  private Behavior<Responder.Command> onRelease(Responder.Release command) {
    commands.add(command);
    command
        .replyTo()
        .tell(
            new Responder.Released(
                Optional.of(block(command.id(), Block.State.RELEASED))
                    .filter(b -> b.id().equals(BLOCK.id()))));
    return Behaviors.same();
  }

  private static Block block(BlockId id, Block.State state) {
    BlockOrder order =
        new BlockOrder(
            new BlockKey("000", "firewall-drop", List.of(MALLORY.toString())),
            AddressPrefix.of(MALLORY),
            "firewall-drop600",
            "local",
            5712,
            "sshd: brute force",
            "{\"rule\":{\"id\":\"5712\"},\"full_log\":\"Failed password\"}",
            2,
            NOON.minusMillis(3),
            NOON,
            Optional.of(Duration.ofMinutes(10)));
    return new Block(
        id,
        order,
        state,
        order.expiresAt(),
        7,
        Optional.of(Duration.ofNanos(2_345_678)),
        Optional.empty(),
        state.isEnded() ? Optional.of(NOON) : Optional.empty(),
        state.isEnded() ? Optional.of("token") : Optional.empty(),
        state.isEnded() ? Optional.of("a mistake") : Optional.empty());
  }
}
