package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.response.Ask;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.GuardSet;
import io.threatlockdown.core.response.GuardSet.Entry;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Releases the blocks in force of what has come to be guarded: a new gateway, an administrator who
 * logged in from elsewhere. One question to the journal at a time, one for each new entry.
 */
final class GuardSweep extends AbstractBehavior<GuardSweep.Command> {
  /** What it hears. */
  sealed interface Command {}

  /** The guard set has changed. */
  enum Changed implements Command {
    INSTANCE
  }

  private record Listed(Entry entry, Optional<Responder.Blocks> blocks) implements Command {}

  private record Released(Entry entry, Responder.Released answer) implements Command {}

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final String BY = "guard";

  private final Supplier<GuardSet> guard;
  private final ActorRef<Responder.Command> responder;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private Set<Entry> swept = Set.of();
  private boolean asking;

  /** Returns one that begins with everything that is guarded now. */
  static Behavior<Command> create(Supplier<GuardSet> guard, ActorRef<Responder.Command> responder) {
    return Behaviors.setup(
        context -> {
          context.getSelf().tell(Changed.INSTANCE);
          return new GuardSweep(context, guard, responder);
        });
  }

  private GuardSweep(
      ActorContext<Command> context,
      Supplier<GuardSet> guard,
      ActorRef<Responder.Command> responder) {
    super(context);
    this.guard = guard;
    this.responder = responder;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Changed.class, changed -> onChanged())
        .onMessage(Listed.class, this::onListed)
        .onMessage(Released.class, this::onReleased)
        .build();
  }

  private Behavior<Command> onChanged() {
    Set<Entry> now = new HashSet<>(guard.get().entries());
    waiting.retainAll(now);
    now.stream().filter(entry -> !swept.contains(entry)).forEach(waiting::add);
    swept = now;
    return next();
  }

  private Behavior<Command> next() {
    if (!asking && !waiting.isEmpty()) {
      asking = true;
      ask(waiting.remove());
    }
    return this;
  }

  private void ask(Entry entry) {
    BlockFilter overlapping =
        new BlockFilter(Optional.of(entry.prefix()), false, BlockFilter.LIMIT_MAX);
    Ask.ask(
        getContext(),
        Responder.Blocks.class,
        responder,
        ANSWER_WITHIN,
        replyTo -> new Responder.ListBlocks(overlapping, replyTo),
        blocks -> new Listed(entry, blocks));
  }

  private Behavior<Command> onListed(Listed listed) {
    asking = false;
    if (listed.blocks().isEmpty()) {
      waiting.add(listed.entry());
    } else {
      List<Block> blocks = listed.blocks().get().blocks();
      blocks.forEach(block -> release(block, listed.entry()));
      if (blocks.size() == BlockFilter.LIMIT_MAX) {
        waiting.add(listed.entry()); // There may be more.
      }
    }
    return next();
  }

  private void release(Block block, Entry entry) {
    getContext()
        .getLog()
        .warn(
            "Block {} of {} ends, because it is guarded now: {}",
            block.id(),
            block.order().about(),
            entry);
    responder.tell(
        new Responder.Release(
            block.id(),
            BY,
            "guarded now: " + entry,
            getContext()
                .messageAdapter(Responder.Released.class, answer -> new Released(entry, answer))));
  }

  private Behavior<Command> onReleased(Released released) {
    return this;
  }
}
