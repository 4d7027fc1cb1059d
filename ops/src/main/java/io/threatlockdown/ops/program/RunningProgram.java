package io.threatlockdown.ops.program;

import com.sun.jna.LastErrorException;
import io.threatlockdown.core.response.ActionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * A program in a session of its own, from its start to its end. Used by one thread, which never
 * waits for the program longer than the limits say. When the program has ended, or is killed, so is
 * what it left behind in its process group.
 */
final class RunningProgram implements AutoCloseable {
  /** All that a program finds in its environment; no word of the service's own. */
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH",
          "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "LANG",
          "C.UTF-8");

  /** How soon the end is noticed of a program whose children hold its outputs. */
  private static final Duration LOOKS_EVERY = Duration.ofMillis(50);

  /** How long the kernel may take to end what was killed. */
  private static final Duration DIES_WITHIN = Duration.ofSeconds(5);

  /** How often the outputs are read once the program has ended: more than they can hold by then. */
  private static final int LAST_READS_MAX = 32;

  private static final int SIGKILL = 9;
  private static final int BUFFER_BYTES = 1 << 15;

  private final Process process;
  private final Pipe input;
  private final Pipe output;
  private final Pipe errors;
  private final ProgramLimits limits;
  private final LongSupplier nanoTime;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errorsKept = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private byte[] toSend = new byte[0];
  private int sent;
  private boolean hangsUp;
  private boolean lineIsWhole;
  private long outputBytes;
  private int lastReads;
  private long deadline;
  private boolean groupKilled;

  private RunningProgram(
      Process process, List<Pipe> pipes, ProgramLimits limits, LongSupplier nanoTime) {
    this.process = process;
    this.input = pipes.get(0);
    this.output = pipes.get(1);
    this.errors = pipes.get(2);
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.deadline = nanoTime.getAsLong() + limits.runsAtMost().toNanos();
  }

  /**
   * Starts it.
   *
   * @param command the name it is started by, and its arguments
   * @param talks whether it is going to be told something; if not, there is nothing to read
   */
  static RunningProgram start(
      List<String> command,
      Path directory,
      boolean talks,
      ProgramLimits limits,
      LongSupplier nanoTime)
      throws IOException {
    List<Pipe> pipes = new ArrayList<>();
    try {
      pipes.add(Pipe.toProgram());
      pipes.add(Pipe.fromProgram());
      pipes.add(Pipe.fromProgram());
      List<String> inSession = new ArrayList<>(command);
      inSession.add(0, setsid());
      ProcessBuilder builder =
          new ProcessBuilder(inSession)
              .directory(directory.toFile())
              .redirectInput(talks ? pipes.get(0).end() : Path.of("/dev/null").toFile())
              .redirectOutput(pipes.get(1).end())
              .redirectError(pipes.get(2).end());
      builder.environment().clear();
      builder.environment().putAll(ENVIRONMENT);
      Process process = builder.start();
      pipes.forEach(Pipe::handedOver);
      return new RunningProgram(process, pipes, limits, nanoTime);
    } catch (IOException | RuntimeException refused) {
      pipes.forEach(Pipe::close);
      throw refused;
    }
  }

  /** Of a child that leads no process group setsid makes the leader of a session, without fork. */
  private static String setsid() throws IOException {
    return Stream.of("/usr/bin/setsid", "/bin/setsid")
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElseThrow(() -> new IOException("there is no /usr/bin/setsid (package util-linux)"));
  }

  /** Has this line written to it, while something is waited for. */
  void say(String text) {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOfRange(toSend, sent, toSend.length + bytes.length);
    System.arraycopy(bytes, 0, all, toSend.length - sent, bytes.length);
    toSend = all;
    sent = 0;
  }

  /** Returns the first line it writes, or its beginning if that is too long; empty if none came. */
  Optional<byte[]> readLine() throws ActionException {
    until(() -> lineIsWhole || !output.isOpen());
    return lineIsWhole || line.size() > 0 ? Optional.of(line.toByteArray()) : Optional.empty();
  }

  /** Stops the clock of its time limit while something else is waited for. */
  long pause() {
    return nanoTime.getAsLong();
  }

  /** Lets the clock go on that was stopped then. */
  void resume(long pausedAt) {
    deadline += nanoTime.getAsLong() - pausedAt;
  }

  /** Says what there is still to say, closes its input, waits for its end; returns its status. */
  int end() throws ActionException {
    hangsUp = true;
    until(() -> !process.isAlive() && !output.isOpen() && !errors.isOpen());
    killGroup();
    return process.exitValue();
  }

  /** Returns what it wrote to standard error, on one line; empty if nothing. */
  String errorText() {
    return Excerpt.of(errorsKept.toByteArray());
  }

  /** Kills it if it is still there. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    input.close();
    output.close();
    errors.close();
  }

  private void until(BooleanSupplier done) throws ActionException {
    while (!done.getAsBoolean()) {
      boolean ended = !process.isAlive();
      long left = deadline - nanoTime.getAsLong();
      if (ended) {
        killGroup(); // What it left behind must not go on writing.
      } else {
        checkLimits(left);
      }
      boolean moved = move(ended ? 0 : Math.min(left, LOOKS_EVERY.toNanos()));
      if (ended && (!moved || ++lastReads > LAST_READS_MAX)) {
        return; // Others, in a session of their own, may hold its outputs for ever.
      }
    }
  }

  private void checkLimits(long left) throws ActionException {
    if (Thread.currentThread().isInterrupted()) {
      throw killed("was killed: the service is stopping");
    }
    if (left <= 0) {
      throw killed("was killed: it took longer than " + limits.runsAtMost().toSeconds() + " s");
    }
    if (outputBytes > limits.outputBytesMax()) {
      throw killed("was killed: it wrote more than " + limits.outputBytesMax() + " bytes");
    }
  }

  /** Waits until something can be read or written, or it has ended; returns whether any was. */
  private boolean move(long nanos) {
    List<Pipe> open = new ArrayList<>();
    Stream.of(output, errors).filter(Pipe::isOpen).forEach(open::add);
    if (sent < toSend.length && input.isOpen()) {
      open.add(input);
    } else if (hangsUp) {
      input.close();
    }
    if (open.isEmpty()) {
      awaitEnd(nanos);
      return false;
    }
    Pipe.await(open, (int) TimeUnit.NANOSECONDS.toMillis(nanos));
    boolean moved = false;
    for (Pipe pipe : open) {
      moved |= pipe == input ? write() : read(pipe);
    }
    return moved;
  }

  private boolean write() {
    int length = input.write(toSend, sent);
    if (length == Pipe.ENDED) {
      input.close(); // It does not listen. That is its own affair.
      return true;
    }
    sent += length;
    return length > 0;
  }

  private boolean read(Pipe from) {
    int length = from.read(buffer);
    if (length == Pipe.ENDED) {
      from.close();
      return true;
    }
    if (from == errors) {
      int room = ProgramLimits.ERROR_BYTES_KEPT - errorsKept.size();
      errorsKept.write(buffer, 0, Math.min(length, room));
    } else {
      outputBytes += length;
      for (int i = 0; i < length && !lineIsWhole; i++) {
        keep(buffer[i]);
      }
    }
    return length > 0;
  }

  private void keep(byte next) {
    if (next != '\n') {
      line.write(next);
    }
    lineIsWhole = next == '\n' || line.size() == ProgramLimits.ANSWER_BYTES_MAX;
  }

  private ActionException killed(String why) {
    kill();
    String said = errorText();
    return new ActionException(said.isEmpty() ? why : why + ": " + said);
  }

  /** With it ends its group; a child that has not come to have one yet is killed by itself. */
  private void kill() {
    killGroup();
    var unused = process.destroyForcibly();
    boolean interrupted = Thread.interrupted();
    awaitEnd(DIES_WITHIN.toNanos());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd(long nanos) {
    try {
      var unused = process.waitFor(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** At most once: when all are gone, the number may become somebody else's. */
  private void killGroup() {
    if (groupKilled) {
      return;
    }
    groupKilled = !process.isAlive();
    try {
      int unused = LibC.INSTANCE.kill((int) -process.pid(), SIGKILL);
    } catch (LastErrorException none) {
      return; // Nobody is left.
    }
  }
}
