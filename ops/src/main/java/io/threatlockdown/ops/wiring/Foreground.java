package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.config.Flags;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the service in this process until it is told to stop by SIGTERM or SIGINT. */
public final class Foreground {
  /** How a run ended. */
  public enum Outcome {
    /** Told to stop, or standard input ended. */
    STOPPED,
    /** The configuration forbids a start; the log says why. */
    BAD_CONFIGURATION,
    /** It could not start; the log says why. */
    FAILED
  }

  private Foreground() {}

  /** Runs and returns when it has stopped. A response may ask for a restart, which is none. */
  public static Outcome run(Flags flags, Wrapping wrapping) {
    Optional<Outcome> outcome = Optional.empty();
    while (outcome.isEmpty()) {
      outcome = runOnce(flags, wrapping);
    }
    return outcome.get();
  }

  /** Returns how the run ended; empty if it is to begin again. */
  private static Optional<Outcome> runOnce(Flags flags, Wrapping wrapping) {
    Configuration configuration = Configuration.load(flags);
    configuration.settings().log().apply();
    // Made only now: the settings say how to log.
    Logger log = LoggerFactory.getLogger(Foreground.class);
    configuration.problems().forEach(problem -> log(log, problem));
    if (!configuration.mayStart()) {
      log.error("Not started: the configuration has fatal problems");
      return Optional.of(Outcome.BAD_CONFIGURATION);
    }
    CountDownLatch ended = new CountDownLatch(1);
    try (ThreatLockDown service = ThreatLockDown.start(configuration, wrapping)) {
      Thread hook = new Thread(() -> stop(log, service, ended), "stop");
      Runtime.getRuntime().addShutdownHook(hook);
      HangUp.handle(service::reloadRuleset);
      var unused =
          CompletableFuture.anyOf(service.standardInputEnded(), service.restartAsked())
              .thenRun(ended::countDown);
      ended.await();
      return service.restartAsked().isDone() && mayGoOn(hook)
          ? Optional.empty()
          : Optional.of(Outcome.STOPPED);
    } catch (StartException failure) {
      log.error("Not started: {}", failure.getMessage());
      log.debug("Not started", failure);
      return Optional.of(Outcome.FAILED);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.of(Outcome.STOPPED);
    }
  }

  /** Whether the process is not told to stop; then the hook of this run is taken back. */
  private static boolean mayGoOn(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      return false;
    }
  }

  private static void stop(Logger log, ThreatLockDown service, CountDownLatch stopped) {
    log.info("Stopping");
    service.close();
    stopped.countDown();
  }

  /** Logs a problem as loud as it is severe. */
  static void log(Logger log, Problem problem) {
    switch (problem.severity()) {
      case WARNING -> log.warn("{}", problem);
      case ERROR, FATAL -> log.error("{}", problem);
    }
  }
}
