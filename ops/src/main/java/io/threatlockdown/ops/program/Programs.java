package io.threatlockdown.ops.program;

import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.Actions;
import io.threatlockdown.core.response.BlockOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;

/**
 * Response programs as Wazuh and OSSEC have them, in one directory. Programs run side by side, each
 * within {@link ProgramLimits}. Safe for any thread.
 */
public final class Programs implements Actions, AutoCloseable {
  private final Dialogue dialogue;
  private final Slots slots;

  /**
   * Starts programs from a directory.
   *
   * @param directory such as {@code /var/ossec/active-response/bin}; programs then run in {@code
   *     /var/ossec}
   */
  public Programs(Path directory, ProgramLimits limits) {
    this(directory, limits, System::nanoTime);
  }

  /** Starts programs whose time limit another clock measures. */
  Programs(Path directory, ProgramLimits limits, LongSupplier nanoTime) {
    this.dialogue = new Dialogue(directory, limits, nanoTime);
    this.slots = new Slots(limits);
  }

  /** Returns why a program would not be started now, in words; empty if it would. */
  public static Optional<String> problem(Path directory, String executable) {
    try {
      ProgramFile unused = ProgramFile.find(directory, executable);
      return Optional.empty();
    } catch (ActionException refused) {
      return Optional.ofNullable(refused.getMessage());
    }
  }

  @Override
  public CompletionStage<Begun> add(BlockOrder order, KeyCheck keys) {
    return submit(
        order,
        isToldByArguments(order)
            ? () -> dialogue.run(order, true)
            : () -> dialogue.add(order, keys));
  }

  @Override
  public CompletionStage<Done> delete(BlockOrder order) {
    return isToldByArguments(order)
        ? submit(order, () -> dialogue.run(order, false)).thenApply(ended -> Done.getInstance())
        : submit(order, () -> dialogue.delete(order));
  }

  @Override
  public Optional<String> observing() {
    return Optional.empty();
  }

  /**
   * Starts no more. Those that run may go on for {@link ProgramLimits#closesWithin}, then they are
   * killed.
   */
  @Override
  public void close() {
    slots.close();
  }

  private static boolean isToldByArguments(BlockOrder order) {
    return switch (order.action().map(Action::means).orElse(Action.Means.BUILT_IN)) {
      case PROGRAM -> false;
      case ARGV_PROGRAM -> true;
      case BUILT_IN, NOBODY ->
          throw new IllegalArgumentException("not for a program: " + order.response());
    };
  }

  private <T> CompletionStage<T> submit(BlockOrder order, Callable<T> work) {
    Run<T> run = new Run<>(order.key().program(), work, new CompletableFuture<>());
    slots.submit(run);
    return run.result;
  }

  private record Run<T>(String program, Callable<T> work, CompletableFuture<T> result)
      implements Slots.Job {
    @Override
    public void run() {
      try {
        boolean unused = result.complete(work.call());
      } catch (ActionException failed) {
        boolean unused = result.completeExceptionally(failed);
      } catch (Exception | LinkageError bug) {
        boolean unused =
            result.completeExceptionally(new ActionException("could not be run: " + bug, bug));
      }
    }

    @Override
    public void refuse(String why) {
      boolean unused = result.completeExceptionally(new ActionException(why));
    }
  }
}
