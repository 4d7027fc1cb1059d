package io.threatlockdown.ops.program;

import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.Actions.Begun;
import io.threatlockdown.core.response.Actions.KeyCheck;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.ProgramMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;

/** Starts programs and goes through with each what is to be said (spec AR §3.2, §3.8). Waits. */
final class Dialogue {
  private static final int SIGNALLED = 128;
  private static final int SIGNAL_MAX = 64;

  private final Path directory;
  private final ProgramLimits limits;
  private final LongSupplier nanoTime;

  Dialogue(Path directory, ProgramLimits limits, LongSupplier nanoTime) {
    this.directory = directory;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /** Has a program begin that tells its keys first. */
  Begun add(BlockOrder order, KeyCheck keys) throws ActionException {
    try (RunningProgram program = start(order)) {
      program.say(ProgramMessage.ADD.line(order));
      Optional<byte[]> answer = program.readLine();
      if (answer.isEmpty()) {
        return new Begun(false, success(program));
      }
      Optional<List<String>> told = CheckKeys.keys(answer.get());
      Optional<String> unread =
          told.isPresent() ? Optional.empty() : Optional.of(unread(answer.get()));
      if (mayGoOn(program, order, keys, told.orElse(List.of()))) {
        program.say(ProgramMessage.CONTINUE.line(order));
        return new Begun(true, join(unread, success(program)));
      }
      program.say(ProgramMessage.ABORT.line(order));
      int status = program.end();
      Optional<String> ended =
          status == 0 ? Optional.empty() : Optional.of("told to abort, " + status(status));
      return new Begun(false, join(unread, join(ended, said(program))));
    }
  }

  /** Has it undo what it began. */
  Done delete(BlockOrder order) throws ActionException {
    try (RunningProgram program = start(order)) {
      program.say(ProgramMessage.DELETE.line(order));
      Optional<String> unused = success(program);
      return Done.getInstance();
    }
  }

  /** Runs a program that is told all by its arguments. */
  Begun run(BlockOrder order, boolean begins) throws ActionException {
    Arguments arguments = Arguments.of(order, begins);
    ProgramFile file = ProgramFile.find(directory, order.key().program());
    List<String> command = new ArrayList<>(arguments.words());
    command.add(0, file.absolute());
    try (RunningProgram program = start(file, command, false)) {
      return new Begun(true, join(arguments.note(), success(program)));
    }
  }

  private RunningProgram start(BlockOrder order) throws ActionException {
    ProgramFile file = ProgramFile.find(directory, order.key().program());
    return start(file, List.of(file.relative()), true);
  }

  private RunningProgram start(ProgramFile file, List<String> command, boolean talks)
      throws ActionException {
    try {
      return RunningProgram.start(command, file.workingDirectory(), talks, limits, nanoTime);
    } catch (IOException refused) {
      throw new ActionException("could not be started: " + refused.getMessage(), refused);
    }
  }

  private boolean mayGoOn(
      RunningProgram program, BlockOrder order, KeyCheck keys, List<String> told)
      throws ActionException {
    try {
      return ask(program, keys, told);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new ActionException("was killed: the service is stopping", stopping);
    } catch (ExecutionException | TimeoutException | RuntimeException unknown) {
      program.say(ProgramMessage.ABORT.line(order));
      int unused = program.end();
      throw new ActionException(
          "was told to abort, for nobody could say whether it may go on: " + unknown, unknown);
    }
  }

  /** Asks the caller. The time that takes is not the program's. */
  private boolean ask(RunningProgram program, KeyCheck keys, List<String> told)
      throws InterruptedException, ExecutionException, TimeoutException {
    long paused = program.pause();
    try {
      return keys.mayGoOn(told)
          .toCompletableFuture()
          .get(limits.answeredWithin().toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      program.resume(paused);
    }
  }

  /** Waits for its end, and returns what it wrote to standard error. */
  private static Optional<String> success(RunningProgram program) throws ActionException {
    int status = program.end();
    if (status != 0) {
      String said = program.errorText();
      throw new ActionException(status(status) + (said.isEmpty() ? "" : ": " + said));
    }
    return said(program);
  }

  private static Optional<String> said(RunningProgram program) {
    String text = program.errorText();
    return text.isEmpty() ? Optional.empty() : Optional.of("wrote to standard error: " + text);
  }

  private static String unread(byte[] answer) {
    String text = new String(answer, StandardCharsets.UTF_8);
    return "its answer could not be read: " + Excerpt.quoted(text);
  }

  /** Java tells of a signal as shells do; a program may exit with such a status too. */
  private static String status(int status) {
    int signal = status - SIGNALLED;
    return ActionException.EXITED
        + status
        + (signal > 0 && signal <= SIGNAL_MAX ? " (signal " + signal + ")" : "");
  }

  private static Optional<String> join(Optional<String> first, Optional<String> second) {
    List<String> parts = new ArrayList<>();
    first.ifPresent(parts::add);
    second.ifPresent(parts::add);
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
  }
}
