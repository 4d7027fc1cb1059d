package io.threatlockdown.core.source;

import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.event.LogLine;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts bytes at their newlines. A line longer than {@link LogLine#BYTES_MAX} is skipped to its end
 * and counted once, so a buffer of more than that never has to grow. NUL bytes in front of a line
 * are the hole that truncation leaves before a writer that does not append; they are no part of it.
 */
final class LineCutter {
  static final String TOO_LONG = "longer than " + LogLine.BYTES_MAX + " bytes";

  /**
   * What was cut.
   *
   * @param rejected how many lines were too long
   * @param consumed how many bytes are done with; the rest is the begin of a line, or more lines
   *     than fit a batch
   */
  record Cut(List<String> lines, int rejected, int consumed) {
    boolean isEmpty() {
      return lines.isEmpty() && rejected == 0;
    }
  }

  private boolean isSkipping;

  /** Whether what was consumed last ends within a line that is being skipped. */
  boolean isSkipping() {
    return isSkipping;
  }

  /** Skips to the next newline, as when reading starts within a line. */
  void skipLine() {
    isSkipping = true;
  }

  /** Starts afresh, at the begin of a line. */
  void reset() {
    isSkipping = false;
  }

  /** Cuts the first {@code length} bytes, which begin where the last cut stopped consuming. */
  Cut cut(byte[] bytes, int length) {
    List<String> lines = new ArrayList<>();
    int rejected = 0;
    int from = withoutHole(bytes, 0, length);
    while (lines.size() < LineBatch.LINES_MAX) {
      int end = newline(bytes, from, length);
      if (end < 0) {
        boolean isTooLong = length - from > LogLine.BYTES_MAX;
        if (isTooLong && !isSkipping) {
          rejected++;
          isSkipping = true;
        }
        return new Cut(lines, rejected, isSkipping ? length : from);
      }
      if (isSkipping) {
        isSkipping = false;
      } else if (end - from > LogLine.BYTES_MAX) {
        rejected++;
      } else {
        lines.add(Latin1.of(bytes, from, end));
      }
      from = withoutHole(bytes, end + 1, length);
    }
    return new Cut(lines, rejected, from);
  }

  private int withoutHole(byte[] bytes, int from, int length) {
    int at = from;
    while (!isSkipping && at < length && bytes[at] == 0) {
      at++;
    }
    return at;
  }

  private static int newline(byte[] bytes, int from, int length) {
    for (int i = from; i < length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
