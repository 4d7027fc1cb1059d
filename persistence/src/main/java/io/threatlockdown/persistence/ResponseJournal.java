package io.threatlockdown.persistence;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.Actions;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import java.time.Clock;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The responder of a host: drops go to {@link BlockJournal}, everything else to the journal of
 * actions, and lists come from both.
 */
public final class ResponseJournal {
  /** How long a list waits for what is no drop; then it does without. */
  static final Duration LIST_WITHIN = Duration.ofSeconds(2);

  /** How long a list waits for the drops, which may have to be read first. */
  static final Duration DROPS_WITHIN = Duration.ofSeconds(60);

  private enum Late {
    INSTANCE
  }

  private final ActorContext<Responder.Command> context;
  private final ActorRef<Responder.Command> drops;
  private final ActorRef<Responder.Command> actions;
  private final Time time;

  /**
   * What the responder works with.
   *
   * @param firewall carries out drops
   * @param actions carry out everything else
   * @param log is told of every order and end
   * @param clock the wall clock
   * @param onFailure what becomes of drops while the journal cannot be written; other orders are
   *     then refused, and given again by whoever gave them
   * @param policy how long those last that only the journal knows the offences of
   */
  public record Needs(
      Firewall firewall,
      Actions actions,
      ResponseLog log,
      Clock clock,
      OnJournalFailure onFailure,
      BlockPolicy policy) {}

  /**
   * Returns the responder. Reports the health parts {@code journal}, {@code firewall} and {@code
   * responses}.
   */
  public static Behavior<Responder.Command> create(Needs needs, Health health) {
    Time time = new Time(needs.clock, System::nanoTime);
    return create(
        BlockJournal.create(needs.firewall, needs.log, time, needs.onFailure, health),
        ActionJournal.create(
            new ActionNeeds(
                needs.actions, needs.log, time, needs.policy, health, ActionState.SNAPSHOT_EVERY)),
        time);
  }

  static Behavior<Responder.Command> create(
      Behavior<Responder.Command> drops, Behavior<Responder.Command> actions, Time time) {
    return Behaviors.setup(
        context -> {
          ResponseJournal journal =
              new ResponseJournal(
                  context,
                  context.spawn(supervised(drops), "drops"),
                  context.spawn(supervised(actions), "actions"),
                  time);
          return Behaviors.receive(Responder.Command.class)
              .onMessage(Responder.ListBlocks.class, journal::onList)
              .onMessage(Responder.Recall.class, journal::onRecall)
              .onMessage(Responder.Pardon.class, journal::onPardon)
              .onMessageEquals(Responder.Reload.INSTANCE, journal::onReload)
              .onAnyMessage(journal::route)
              .build();
        });
  }

  private static Behavior<Responder.Command> supervised(Behavior<Responder.Command> behavior) {
    return Behaviors.supervise(behavior)
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofMillis(200), Duration.ofSeconds(10), 0.1));
  }

  private ResponseJournal(
      ActorContext<Responder.Command> context,
      ActorRef<Responder.Command> drops,
      ActorRef<Responder.Command> actions,
      Time time) {
    this.context = context;
    this.drops = drops;
    this.actions = actions;
    this.time = time;
  }

  private Behavior<Responder.Command> route(Responder.Command command) {
    if (!isForActions(command)) {
      drops.tell(command);
    } else if (command instanceof Responder.Order) {
      actions.tell(new ActionNote.Given(new Waiting(command, time.offset())));
    } else {
      actions.tell(command);
    }
    return Behaviors.same();
  }

  private static boolean isForActions(Responder.Command command) {
    if (command instanceof Responder.Order order) {
      return order.order().action().isPresent();
    }
    if (command instanceof Responder.Release release) {
      return isAction(release.id());
    }
    return command instanceof Responder.FindBlock find && isAction(find.id());
  }

  private static boolean isAction(BlockId id) {
    return id.partition() == ActionJournal.PARTITION;
  }

  private Behavior<Responder.Command> onReload() {
    drops.tell(Responder.Reload.INSTANCE);
    actions.tell(Responder.Reload.INSTANCE);
    return Behaviors.same();
  }

  private Behavior<Responder.Command> onRecall(Responder.Recall recall) {
    if (!recall.ladders()) {
      drops.tell(recall); // Of all else it is only the ladders that offenders need.
      return Behaviors.same();
    }
    ActorRef<Responder.Recalled> both =
        context.spawnAnonymous(BothAnswers.create(recall.replyTo(), Responder.Recalled::and));
    drops.tell(new Responder.Recall(recall.target(), true, both));
    actions.tell(new Responder.Recall(recall.target(), true, both));
    return Behaviors.same();
  }

  private Behavior<Responder.Command> onPardon(Responder.Pardon pardon) {
    ActorRef<Responder.Pardoned> both =
        context.spawnAnonymous(
            BothAnswers.create(
                pardon.replyTo(),
                (one, two) -> new Responder.Pardoned(one.released() + two.released())));
    drops.tell(pardon.answering(both));
    actions.tell(pardon.answering(both));
    return Behaviors.same();
  }

  private Behavior<Responder.Command> onList(Responder.ListBlocks list) {
    ActorRef<Responder.Blocks> gathering = context.spawnAnonymous(gathering(list));
    drops.tell(new Responder.ListBlocks(list.filter(), gathering));
    return Behaviors.same();
  }

  /** Waits for the drops, for without them a list would say that nobody is blocked. */
  private Behavior<Responder.Blocks> gathering(Responder.ListBlocks list) {
    return Behaviors.<Object>setup(
            gathering -> {
              gathering.setReceiveTimeout(DROPS_WITHIN, Late.INSTANCE);
              return Behaviors.receiveMessage(
                  message -> {
                    if (message instanceof Responder.Blocks share) {
                      gathering.setReceiveTimeout(LIST_WITHIN, Late.INSTANCE);
                      actions.tell(
                          new Responder.ListBlocks(list.filter(), gathering.getSelf().narrow()));
                      return gathering(share, list);
                    }
                    return Behaviors.stopped(); // The asker has given up by then.
                  });
            })
        .unsafeCast();
  }

  /** Waits for the others; if they do not answer they count as none. */
  private static Behavior<Object> gathering(Responder.Blocks drops, Responder.ListBlocks list) {
    return Behaviors.receiveMessage(
        message -> {
          LatestBlocks latest = new LatestBlocks(list.filter());
          drops.blocks().forEach(latest::offer);
          if (message instanceof Responder.Blocks share) {
            share.blocks().forEach(latest::offer);
          }
          list.replyTo().tell(new Responder.Blocks(latest.blocks()));
          return Behaviors.stopped();
        });
  }
}
