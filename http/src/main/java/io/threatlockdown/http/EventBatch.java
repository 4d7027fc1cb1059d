package io.threatlockdown.http;

import io.threatlockdown.core.event.LogLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Lines of one request that go to analysis together, and what was rejected between them. Grows
 * while the submission before it is under way. Handed from stage to stage of one stream.
 */
final class EventBatch {
  /** The most lines in one. */
  static final int LINES_MAX = 1_000;

  /** How many rejected lines are told apart in an answer; the rest is only counted. */
  static final int ERRORS_MAX = 100;

  private static final int BYTES_PER_WEIGHT = 1_024;

  private final List<LogLine> lines = new ArrayList<>();
  private final List<LineError> errors = new ArrayList<>();
  private long rejected;
  private long bytes;

  /** Takes the reading of the line with this number. */
  void add(long number, Reading reading) {
    if (reading instanceof Reading.Taken taken) {
      lines.add(taken.line());
      bytes += taken.line().text().length();
    } else if (reading instanceof Reading.Rejected refusal) {
      reject(new LineError(number, refusal.problem()));
    }
  }

  /** Takes all that the later batch holds. */
  EventBatch absorb(EventBatch later) {
    lines.addAll(later.lines);
    bytes += later.bytes;
    rejected += later.rejected;
    later.errors.stream().limit(ERRORS_MAX - errors.size()).forEach(errors::add);
    return this;
  }

  /** Whether no more lines should be added. */
  boolean isFull() {
    return weight() >= LINES_MAX;
  }

  /** Returns its share of {@link #LINES_MAX}: a line counts 1, and 1 more for each kilobyte. */
  long weight() {
    return lines.size() + bytes / BYTES_PER_WEIGHT;
  }

  /** Returns the lines to analyse, in order. */
  List<LogLine> lines() {
    return Collections.unmodifiableList(lines);
  }

  /** Returns how many lines were rejected. */
  long rejected() {
    return rejected;
  }

  /** Returns the first rejected lines, at most {@link #ERRORS_MAX}. */
  List<LineError> errors() {
    return Collections.unmodifiableList(errors);
  }

  private void reject(LineError error) {
    rejected++;
    if (errors.size() < ERRORS_MAX) {
      errors.add(error);
    }
  }
}
