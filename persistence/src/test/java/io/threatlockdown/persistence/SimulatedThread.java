package io.threatlockdown.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one thread on which a simulation's actors run, in an order that the seed chooses among all
 * that could be next. Until it is stepped, while the actor system starts, it is an ordinary thread.
 */
final class SimulatedThread extends AbstractExecutorService {
  private final List<Runnable> waiting = new ArrayList<>();
  private final ThreadPoolExecutor starter =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> {
            Thread thread = new Thread(task, "simulation-start");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean stepped;
  private @Nullable Thread stepper;

  /** Waits until the start is over. From now on nothing runs but by {@link #runAll}. */
  void step() {
    long seen = -1;
    while (seen != starter.getCompletedTaskCount() || starter.getActiveCount() > 0) {
      seen = starter.getCompletedTaskCount();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    stepper = Thread.currentThread();
    stepped = true;
  }

  /** Runs what waits, and what that leads to, until nothing waits. */
  void runAll(RandomGenerator order) {
    while (!waiting.isEmpty()) {
      int last = waiting.size() - 1;
      int chosen = order.nextInt(last + 1);
      Runnable task = waiting.get(chosen);
      waiting.set(chosen, waiting.get(last));
      waiting.remove(last);
      task.run();
    }
  }

  @Override
  public void execute(Runnable task) {
    if (stepped && Thread.currentThread() != stepper) {
      throw new IllegalStateException("not the simulation's thread");
    }
    if (stepped) {
      waiting.add(task);
    } else {
      starter.execute(task);
    }
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
