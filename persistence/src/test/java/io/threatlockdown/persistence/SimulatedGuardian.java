package io.threatlockdown.persistence;

import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The first actor: begins and ends processes, one at a time. */
final class SimulatedGuardian {
  /** What the first actor is told. */
  sealed interface Command {}

  /** Begin a process whose actors are all below the one of this behavior. */
  record Begin(Behavior<?> process) implements Command {}

  /** Stop the process that was begun last. */
  enum End implements Command {
    INSTANCE
  }

  record Ready(ActorRef<Done> replyTo) implements Command {}

  private SimulatedGuardian() {}

  static Behavior<Command> create() {
    return Behaviors.setup(
        context -> {
          ActorRef<?>[] process = new ActorRef<?>[1];
          return Behaviors.receive(Command.class)
              .onMessage(
                  Ready.class,
                  ready -> {
                    ready.replyTo().tell(Done.getInstance());
                    return Behaviors.same();
                  })
              .onMessage(
                  Begin.class,
                  begin -> {
                    process[0] = context.spawnAnonymous(begin.process());
                    return Behaviors.same();
                  })
              .onMessageEquals(
                  End.INSTANCE,
                  () -> {
                    context.stop(process[0]);
                    return Behaviors.same();
                  })
              .build();
        });
  }
}
