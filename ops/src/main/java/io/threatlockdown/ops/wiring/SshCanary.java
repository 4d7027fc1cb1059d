package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.Watch;
import io.threatlockdown.ops.config.WatchSettings;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries a login at this host's sshd that must fail, by the program ssh, with no method at all. */
final class SshCanary {
  /** No one's name; what the watch waits for. */
  static final String USER = "tld-canary";

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);
  private static final Logger LOG = LoggerFactory.getLogger(SshCanary.class);

  private final List<String> command;

  private SshCanary(List<String> command) {
    this.command = command;
  }

  /** Returns the canary that is configured, if one is. */
  static Optional<Watch.Canary> of(WatchSettings settings) {
    if (!settings.canary()) {
      return Optional.empty();
    }
    SshCanary canary = new SshCanary(command(settings.canaryPort()));
    return Optional.of(new Watch.Canary(USER, settings.canaryEvery(), canary::attempt));
  }

  static List<String> command(int port) {
    return List.of(
        "ssh",
        "-F",
        "none",
        "-o",
        "BatchMode=yes",
        "-o",
        "PreferredAuthentications=none",
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "ConnectTimeout=10",
        "-p",
        Integer.toString(port),
        "-l",
        USER,
        "127.0.0.1",
        "true");
  }

  /**
   * Starts it and returns. That it fails is what it is for; that it is not noticed the watch says.
   */
  private void attempt() {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var unused =
          process
              .onExit()
              .orTimeout(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)
              .whenComplete(
                  (ended, late) -> {
                    if (late != null) {
                      process.destroyForcibly();
                    }
                  });
    } catch (IOException missing) {
      LOG.warn("The canary cannot be tried: {}", missing.toString());
    }
  }
}
