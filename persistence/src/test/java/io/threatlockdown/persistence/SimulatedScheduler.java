package io.threatlockdown.persistence;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** Pekko's timers, by simulated time. Made by Pekko, by its class name. */
public final class SimulatedScheduler extends AbstractScheduler {
  public SimulatedScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext context) {
    return SimulatedHost.TIME.after(Duration.ofNanos(delay.toNanos()), () -> context.execute(task));
  }

  @Override
  @Deprecated // by Pekko, whose schedulers must have it all the same
  public Cancellable schedule(
      FiniteDuration delay, FiniteDuration interval, Runnable task, ExecutionContext context) {
    Repeated repeated = new Repeated(Duration.ofNanos(interval.toNanos()), task, context);
    repeated.again(Duration.ofNanos(delay.toNanos()));
    return repeated;
  }

  @Override
  public double maxFrequency() {
    return 1_000;
  }

  private static final class Repeated implements Cancellable {
    private final Duration interval;
    private final Runnable task;
    private final ExecutionContext context;
    private boolean cancelled;

    Repeated(Duration interval, Runnable task, ExecutionContext context) {
      this.interval = interval;
      this.task = task;
      this.context = context;
    }

    void again(Duration delay) {
      var unused =
          SimulatedHost.TIME.after(
              delay,
              () -> {
                if (!cancelled) {
                  context.execute(task);
                  again(interval);
                }
              });
    }

    @Override
    public boolean cancel() {
      boolean first = !cancelled;
      cancelled = true;
      return first;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }
  }
}
