package io.threatlockdown.ops.wiring;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Spawns the top actors of the service; one that fails is started again. */
final class Actors {
  private static final Duration SPAWN_WITHIN = Duration.ofSeconds(10);

  private final ActorSystem<SpawnProtocol.Command> system;

  Actors(ActorSystem<SpawnProtocol.Command> system) {
    this.system = system;
  }

  <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
    Behavior<T> supervised =
        Behaviors.supervise(behavior)
            .onFailure(
                SupervisorStrategy.restartWithBackoff(
                    Duration.ofMillis(200), Duration.ofSeconds(10), 0.1));
    return AskPattern.<SpawnProtocol.Command, ActorRef<T>>ask(
            system,
            replyTo -> new SpawnProtocol.Spawn<>(supervised, name, Props.empty(), replyTo),
            SPAWN_WITHIN,
            system.scheduler())
        .toCompletableFuture()
        .join();
  }
}
