package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A restart of this service, which keeps its state. An order is remembered before it is carried
 * out: the journal may not hear of that any more, and would order the same after every start.
 */
final class Restart implements Response {
  /** Between two restarts there is at least so much time. */
  static final Duration PAUSE_MIN = Duration.ofMinutes(1);

  private static final String NAME = "last";

  private final Runnable restart;
  private final Remembered done;
  private final long startedNanos = System.nanoTime();
  private final Duration pauseMin;

  Restart(Path data, Runnable restart, Duration pauseMin) {
    this.restart = restart;
    this.done = new Remembered(data.resolve("restart"));
    this.pauseMin = pauseMin;
  }

  @Override
  public Optional<String> add(BlockOrder order) throws ActionException, IOException {
    String identity = order.at() + " " + order.key().program() + "\n";
    if (done.of(NAME).equals(Optional.of(identity))) {
      return Optional.of("the service was restarted for this");
    }
    Duration up = Duration.ofNanos(System.nanoTime() - startedNanos);
    if (up.compareTo(pauseMin) < 0) {
      return Optional.of("not restarted: the service started only " + up.toSeconds() + " s ago");
    }
    done.remember(NAME, identity);
    restart.run();
    return Optional.of("the service is told to restart");
  }

  @Override
  public void delete(BlockOrder order) {}

  @Override
  public boolean lasting() {
    return false;
  }
}
