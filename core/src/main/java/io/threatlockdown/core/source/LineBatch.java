package io.threatlockdown.core.source;

import io.threatlockdown.core.event.LogLine;
import java.util.List;

/**
 * Lines that a source delivered together, in order.
 *
 * @param lines at most {@link #LINES_MAX}; may be empty, when all that came was rejected
 * @param rejected how many lines were not taken, such as those over {@link LogLine#BYTES_MAX}
 * @param committed to be run once the orders of these lines are in the journal, in the order of the
 *     batches: the source then remembers its position. Quick, and safe on any thread
 */
public record LineBatch(List<LogLine> lines, int rejected, Runnable committed) {
  /** The most lines in a batch: what one submission to the analysis may hold. */
  public static final int LINES_MAX = 10_000;

  public LineBatch {
    lines = List.copyOf(lines);
  }
}
