package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one response, so that one that hangs delays no other kind. They end when there is
 * nothing to do.
 */
final class Lane implements AutoCloseable {
  /** The most calls that wait; one more fails at once, and is tried again by the journal. */
  static final int WAITING_MAX = 10_000;

  private static final long IDLE_SECONDS = 5;

  private final String name;
  private final ThreadPoolExecutor threads;

  /**
   * @param width how many calls are under way at once
   * @param enter what each thread does first
   */
  Lane(String name, int width, Runnable enter) {
    this.name = name;
    this.threads =
        new ThreadPoolExecutor(
            width,
            width,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_MAX),
            work -> thread(work, enter));
    threads.allowCoreThreadTimeOut(true);
  }

  /** Has the work done. The stage fails with an {@link ActionException} if that fails. */
  <T> CompletionStage<T> call(Callable<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      threads.execute(() -> answer(work, answer));
    } catch (RejectedExecutionException full) {
      answer.completeExceptionally(
          new ActionException(
              threads.isShutdown() ? name + " is stopped" : name + " is busy: too many wait"));
    }
    return answer;
  }

  /** Takes no more calls and interrupts those under way; those that wait are never answered. */
  @Override
  public void close() {
    var unused = threads.shutdownNow();
  }

  private Thread thread(Runnable work, Runnable enter) {
    Thread thread =
        new Thread(
            () -> {
              enter.run();
              work.run();
            },
            "response-" + name);
    thread.setDaemon(true);
    return thread;
  }

  private <T> void answer(Callable<T> work, CompletableFuture<T> answer) {
    try {
      answer.complete(work.call());
    } catch (ActionException failed) {
      answer.completeExceptionally(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      answer.completeExceptionally(new ActionException(name + " was stopped", interrupted));
    } catch (Exception | LinkageError failed) { // Whatever it is, the caller gets an answer.
      answer.completeExceptionally(new ActionException(name + ": " + failed, failed));
    }
  }
}
