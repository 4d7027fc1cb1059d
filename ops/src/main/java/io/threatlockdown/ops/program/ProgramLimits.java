package io.threatlockdown.ops.program;

import java.time.Duration;

/**
 * What response programs may take.
 *
 * @param runsAtMost how long one may run; the time that it waits for our answer does not count
 * @param answeredWithin how long it may take to find out whether one may go on
 * @param outputBytesMax of its standard output; one that writes more is killed
 * @param runningMax how many run at once
 * @param runningOfOneMax how many of one name run at once, so that one that hangs leaves room for
 *     the others
 * @param waitingMax how many wait to be started; beyond that a response fails at once
 * @param closesWithin how long those that run are let go on when the service stops
 */
public record ProgramLimits(
    Duration runsAtMost,
    Duration answeredWithin,
    long outputBytesMax,
    int runningMax,
    int runningOfOneMax,
    int waitingMax,
    Duration closesWithin) {
  /** The limits unless configured otherwise. */
  public static final ProgramLimits DEFAULT =
      new ProgramLimits(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          1 << 20,
          16,
          8,
          1_000,
          Duration.ofSeconds(5));

  /** The longest answer of a program, in bytes; what is beyond is not read as part of it. */
  public static final int ANSWER_BYTES_MAX = 8_191;

  /** How many bytes are kept of what a program writes to standard error. */
  public static final int ERROR_BYTES_KEPT = 2_048;

  /** The most arguments in OSSEC's form, the program's own name included. */
  public static final int ARGUMENTS_MAX = 32;

  public ProgramLimits {
    if (runningMax < 1 || runningOfOneMax < 1 || waitingMax < 0) {
      throw new IllegalArgumentException("programs must be able to run");
    }
  }

  /** Returns the same limits with another time to run. */
  public ProgramLimits withRunsAtMost(Duration limit) {
    return new ProgramLimits(
        limit,
        answeredWithin,
        outputBytesMax,
        runningMax,
        runningOfOneMax,
        waitingMax,
        closesWithin);
  }

  /** Returns the same limits with another number of programs at once. */
  public ProgramLimits withRunningMax(int most) {
    return new ProgramLimits(
        runsAtMost,
        answeredWithin,
        outputBytesMax,
        most,
        Math.max(1, most / 2),
        waitingMax,
        closesWithin);
  }
}
