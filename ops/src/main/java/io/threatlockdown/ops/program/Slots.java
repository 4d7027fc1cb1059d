package io.threatlockdown.ops.program;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs jobs on threads of their own, so many at once and so many of one program; the others wait in
 * line. Who waits for a slot of his program lets others pass. Safe for any thread.
 */
final class Slots {
  /** Something to do with a program. */
  interface Job {
    /** Returns the program's name. */
    String program();

    /** Does it. Never throws. */
    void run();

    /** It is not going to be done. */
    void refuse(String why);
  }

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

  private final ProgramLimits limits;
  private final ExecutorService threads;
  private final Deque<Job> waiting = new ArrayDeque<>();
  private final Map<String, Integer> running = new HashMap<>();
  private int runningInAll;
  private boolean closed;

  Slots(ProgramLimits limits) {
    this.limits = limits;
    AtomicLong number = new AtomicLong();
    this.threads =
        Executors.newCachedThreadPool(
            job -> {
              Thread thread = new Thread(job, "program-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Has it done as soon as there is a slot, or refuses it. */
  void submit(Job job) {
    Optional<String> refused = place(job);
    refused.ifPresent(job::refuse);
  }

  private synchronized Optional<String> place(Job job) {
    if (closed) {
      return Optional.of("was not started: the service is stopping");
    }
    if (hasSlot(job)) {
      occupy(job);
      threads.execute(() -> work(job));
      return Optional.empty();
    }
    if (waiting.size() >= limits.waitingMax()) {
      return Optional.of("was not started: " + waiting.size() + " programs wait already");
    }
    waiting.add(job);
    return Optional.empty();
  }

  /** Goes on with those that wait, on the same thread. */
  private void work(Job first) {
    Optional<Job> job = Optional.of(first);
    while (job.isPresent()) {
      job.get().run();
      job = next(job.get());
    }
  }

  /** One slot of one program is free: at most one of those that wait can have it. */
  private synchronized Optional<Job> next(Job done) {
    runningInAll--;
    running.merge(done.program(), -1, (count, less) -> count == 1 ? null : count + less);
    for (Iterator<Job> jobs = waiting.iterator(); jobs.hasNext(); ) {
      Job job = jobs.next();
      if (hasSlot(job)) {
        jobs.remove();
        occupy(job);
        return Optional.of(job);
      }
    }
    return Optional.empty();
  }

  private boolean hasSlot(Job job) {
    return runningInAll < limits.runningMax()
        && running.getOrDefault(job.program(), 0) < limits.runningOfOneMax();
  }

  private void occupy(Job job) {
    runningInAll++;
    running.merge(job.program(), 1, Integer::sum);
  }

  /** Refuses those that wait, lets those that run go on for a while, then interrupts them. */
  void close() {
    List<Job> refused;
    synchronized (this) {
      closed = true;
      refused = new ArrayList<>(waiting);
      waiting.clear();
    }
    refused.forEach(job -> job.refuse("was not started: the service is stopping"));
    threads.shutdown();
    try {
      if (!threads.awaitTermination(limits.closesWithin().toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
        var unused = threads.awaitTermination(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException hurry) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
