package io.threatlockdown.ops.program;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A pipe(7) to or from a program, one end of which is ours and never blocks. Java's own pipes of a
 * process hold a thread for as long as anybody at all holds the other end, and cannot be closed
 * meanwhile.
 */
final class Pipe implements AutoCloseable {
  /** What {@link #read} and {@link #write} return when nothing can be moved now. */
  static final int NOT_NOW = 0;

  /** What they return when the other end is closed. */
  static final int ENDED = -1;

  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;
  private static final int POLLFD_BYTES = 8;
  private static final int CLOSED = -1;

  private final boolean toProgram;
  private int ours;
  private int theirs;

  private Pipe(boolean toProgram, int ours, int theirs) {
    this.toProgram = toProgram;
    this.ours = ours;
    this.theirs = theirs;
  }

  /** Opens one that we write to. */
  static Pipe toProgram() throws IOException {
    int[] ends = open();
    return new Pipe(true, ends[1], ends[0]);
  }

  /** Opens one that we read from. */
  static Pipe fromProgram() throws IOException {
    int[] ends = open();
    return new Pipe(false, ends[0], ends[1]);
  }

  private static int[] open() throws IOException {
    int[] ends = new int[2];
    try {
      int unused = LibC.INSTANCE.pipe2(ends, O_CLOEXEC | O_NONBLOCK);
      return ends;
    } catch (LastErrorException refused) {
      throw new IOException("pipe2: " + refused.getMessage(), refused);
    }
  }

  /** Returns a name of the program's end. Who opens it has an end of his own, which blocks. */
  File end() {
    return new File("/proc/self/fd/" + theirs);
  }

  /** The program has its end; ours of it is not needed any more. */
  void handedOver() {
    theirs = close(theirs);
  }

  boolean isOpen() {
    return ours != CLOSED;
  }

  /**
   * Waits until one of the pipes, all open, can be read or written, or its other end is closed.
   * Others may be tried too.
   */
  static void await(List<Pipe> pipes, int milliseconds) {
    ByteBuffer files =
        ByteBuffer.allocate(pipes.size() * POLLFD_BYTES).order(ByteOrder.nativeOrder());
    for (Pipe pipe : pipes) {
      files.putInt(pipe.ours).putShort(pipe.toProgram ? POLLOUT : POLLIN).putShort((short) 0);
    }
    try {
      int unused = LibC.INSTANCE.poll(files.array(), new NativeLong(pipes.size()), milliseconds);
    } catch (LastErrorException refused) {
      if (refused.getErrorCode() != LibC.INTERRUPTED) {
        throw refused;
      }
    }
  }

  /** Reads what is there, and returns how many bytes that is. */
  int read(byte[] buffer) {
    try {
      int length = LibC.INSTANCE.read(ours, buffer, new NativeLong(buffer.length)).intValue();
      return length == 0 ? ENDED : length;
    } catch (LastErrorException refused) {
      return isPassing(refused) ? NOT_NOW : ENDED;
    }
  }

  /** Writes as much as there is room for, and returns how many bytes that was. */
  int write(byte[] bytes, int from) {
    byte[] rest = from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length);
    try {
      return LibC.INSTANCE.write(ours, rest, new NativeLong(rest.length)).intValue();
    } catch (LastErrorException refused) {
      return isPassing(refused) ? NOT_NOW : ENDED;
    }
  }

  @Override
  public void close() {
    ours = close(ours);
    theirs = close(theirs);
  }

  private static boolean isPassing(LastErrorException refused) {
    return refused.getErrorCode() == LibC.AGAIN || refused.getErrorCode() == LibC.INTERRUPTED;
  }

  private static int close(int file) {
    if (file != CLOSED) {
      try {
        int unused = LibC.INSTANCE.close(file);
      } catch (LastErrorException gone) {
        return CLOSED; // The number is free in any case.
      }
    }
    return CLOSED;
  }
}
