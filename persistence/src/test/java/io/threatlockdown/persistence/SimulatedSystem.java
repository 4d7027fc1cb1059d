package io.threatlockdown.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The actor system of all simulations in this JVM, for starting one takes longer than a run. */
final class SimulatedSystem {
  private static final String CONFIG =
      """
      pekko {
        loglevel = OFF
        stdout-loglevel = OFF
        log-dead-letters = off
        log-dead-letters-during-shutdown = off
        jvm-shutdown-hooks = off
        coordinated-shutdown.run-by-jvm-shutdown-hook = off
        scheduler.implementation = io.threatlockdown.persistence.SimulatedScheduler
        actor {
          default-dispatcher {
            type = Dispatcher
            executor = io.threatlockdown.persistence.SimulatedDispatcher
            throughput = 1
          }
          internal-dispatcher = {
            type = Dispatcher
            executor = io.threatlockdown.persistence.SimulatedDispatcher
            throughput = 1
          }
        }
        persistence {
          journal.plugin = simulated-journal
          snapshot-store.plugin = simulated-snapshots
        }
      }
      simulated-journal {
        class = io.threatlockdown.persistence.SimulatedJournal
        plugin-dispatcher = pekko.actor.default-dispatcher
        replay-dispatcher = pekko.actor.default-dispatcher
        circuit-breaker { max-failures = 1000000, call-timeout = 10000s, reset-timeout = 1s }
        replay-filter.mode = off
      }
      simulated-snapshots {
        class = io.threatlockdown.persistence.SimulatedSnapshots
        plugin-dispatcher = pekko.actor.default-dispatcher
        circuit-breaker { max-failures = 1000000, call-timeout = 10000s, reset-timeout = 1s }
      }
      """;

  static final ActorSystem<SimulatedGuardian.Command> SYSTEM = start();

  private SimulatedSystem() {}

  private static ActorSystem<SimulatedGuardian.Command> start() {
    Config config = ConfigFactory.parseString(CONFIG).withFallback(ConfigFactory.load());
    ActorSystem<SimulatedGuardian.Command> system =
        ActorSystem.create(SimulatedGuardian.create(), "simulation", config);
    try {
      Done unused =
          AskPattern.<SimulatedGuardian.Command, Done>ask(
                  system, SimulatedGuardian.Ready::new, Duration.ofSeconds(30), system.scheduler())
              .toCompletableFuture()
              .get();
    } catch (InterruptedException | ExecutionException failure) {
      throw new IllegalStateException(failure);
    }
    SimulatedHost.THREAD.step();
    return system;
  }
}
