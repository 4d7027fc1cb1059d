package io.threatlockdown.ops.notify;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what an outbox holds by a channel, with a thread of its own. Safe for any thread. */
final class Courier implements AutoCloseable {
  /** How long {@link #close} waits for what is on its way. */
  static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private final Channel channel;
  private final Outbox outbox;
  private final Consumer<Outbox.Counts> reports;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;

  /**
   * Starts the thread.
   *
   * @param reports is told how it goes after each try, by that thread
   */
  Courier(Channel channel, Outbox outbox, Consumer<Outbox.Counts> reports) {
    this.channel = channel;
    this.outbox = outbox;
    this.reports = reports;
    this.thread = new Thread(this::run, "tld-" + channel.name());
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes something to tell, and returns at once. */
  void offer(Notice notice) {
    lock.lock();
    try {
      outbox.offer(notice);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  Outbox.Counts counts() {
    lock.lock();
    try {
      return outbox.counts();
    } finally {
      lock.unlock();
    }
  }

  /** Tries what waits once more, for a short while, and stops. */
  @Override
  public void close() {
    lock.lock();
    try {
      outbox.close();
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(CLOSE_WITHIN.toMillis());
      thread.interrupt();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    lock.lock();
    try {
      outbox.loseAll();
      long lost = outbox.counts().lost();
      if (lost > 0) {
        LOG.warn("{} events were not told by {} since the start", lost, channel.name());
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (Outbox.Step step = await(); step.send().isPresent(); step = await()) {
        send(step.send().get());
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a message; there is none in the step once it is closed and done. */
  private Outbox.Step await() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        Outbox.Step step = outbox.next();
        if (step.send().isPresent() || outbox.isDone()) {
          return step;
        }
        if (step.pause().isPresent()) {
          long unused = changed.awaitNanos(step.pause().get().toNanos());
        } else {
          changed.await();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void send(Message message) throws InterruptedException {
    try {
      channel.send(message);
      settle(outbox::delivered);
    } catch (UndeliveredException why) {
      failed(why);
    } catch (RuntimeException bug) {
      LOG.error("{} cannot send a message; it is lost", channel.name(), bug);
      failed(UndeliveredException.forGood(bug.getClass().getSimpleName()));
    }
  }

  private void failed(UndeliveredException why) {
    boolean first = counts().failure().isEmpty();
    settle(
        () -> {
          if (outbox.failed(why)) {
            LOG.warn("A message is not told by {}: {}", channel.name(), why.why());
          } else if (first) {
            LOG.warn("{} fails and is tried again: {}", channel.name(), why.why());
          }
        });
  }

  private void settle(Runnable what) {
    Outbox.Counts counts;
    lock.lock();
    try {
      what.run();
      counts = outbox.counts();
    } finally {
      lock.unlock();
    }
    reports.accept(counts);
  }
}
