package io.threatlockdown.ops.output;

/**
 * How much an output file may take.
 *
 * @param queueBytesMax how much waits in memory for the disk; what comes beyond is lost and counted
 * @param fileBytesMax the size at which a file is renamed to {@code NAME.1} and begun anew
 * @param filesMax how many files there are in all, the current one included; the oldest goes
 */
public record OutputLimits(long queueBytesMax, long fileBytesMax, int filesMax) {
  /** 16 MiB in memory, 4 files of 256 MiB. */
  public static final OutputLimits DEFAULT = new OutputLimits(16L << 20, 256L << 20, 4);

  public OutputLimits {
    if (queueBytesMax < 1 || fileBytesMax < 1 || filesMax < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: were " + queueBytesMax + ", " + fileBytesMax + ", " + filesMax);
    }
  }
}
