package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.config.Flags;
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

  /** Runs and returns when it has stopped. */
  public static Outcome run(Flags flags, Wrapping wrapping) {
    Configuration configuration = Configuration.load(flags);
    configuration.settings().log().apply();
    // Made only now: the settings say how to log.
    Logger log = LoggerFactory.getLogger(Foreground.class);
    configuration.problems().forEach(problem -> log(log, problem));
    if (!configuration.mayStart()) {
      log.error("Not started: the configuration has fatal problems");
      return Outcome.BAD_CONFIGURATION;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    try (ThreatLockDown service = ThreatLockDown.start(configuration, wrapping)) {
      Thread hook = new Thread(() -> stop(log, service, stopped), "stop");
      Runtime.getRuntime().addShutdownHook(hook);
      HangUp.handle(service::reloadRuleset);
      var unused = service.standardInputEnded().thenRun(stopped::countDown);
      stopped.await();
      return Outcome.STOPPED;
    } catch (StartException failure) {
      log.error("Not started: {}", failure.getMessage());
      log.debug("Not started", failure);
      return Outcome.FAILED;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Outcome.STOPPED;
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
