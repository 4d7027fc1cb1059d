package io.threatlockdown.http;

import java.util.Arrays;

/**
 * Finds the lines in chunks of bytes that come one after another. Looks at each byte once and
 * copies only lines that cross chunks. Holds at most one line of the longest length. Owned by one
 * stream.
 */
final class LineCursor {
  /** What {@link #next} found. */
  enum Found {
    /** A line: {@link #bytes} from {@link #from} to {@link #to}. */
    LINE,
    /** The end of a line that was longer than allowed; its bytes are gone. */
    OVERLONG,
    /** The chunk is used up. */
    NOTHING
  }

  private static final byte[] EMPTY = new byte[0];
  private static final int HELD_BYTES_MIN = 512;

  private final int lineBytesMax;
  private byte[] chunk = EMPTY;
  private int position;
  private byte[] held = EMPTY; // the beginning of a line whose end has not come yet
  private int heldLength;
  private boolean overlong;
  private byte[] bytes = EMPTY;
  private int from;
  private int to;

  LineCursor(int lineBytesMax) {
    this.lineBytesMax = lineBytesMax;
  }

  /** Goes on with this chunk; the one before must be used up. */
  void feed(byte[] next) {
    chunk = next;
    position = 0;
  }

  /** Whether the chunk has bytes left. */
  boolean hasMore() {
    return position < chunk.length;
  }

  /** Goes to the end of the next line, or of the chunk. */
  Found next() {
    if (!hasMore()) {
      return Found.NOTHING;
    }
    int start = position;
    int end = start;
    while (end < chunk.length && chunk[end] != '\n') {
      end++;
    }
    position = Math.min(end + 1, chunk.length);
    int carriageReturn = 1; // it may be the last byte and does not count
    if (heldLength + (end - start) > lineBytesMax + carriageReturn) {
      overlong = true;
      heldLength = 0;
    }
    if (end == chunk.length) {
      hold(start, end);
      return Found.NOTHING;
    }
    return finish(start, end);
  }

  /** Returns the array that holds the line; valid until the next call. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns where the line begins. */
  int from() {
    return from;
  }

  /** Returns where the line ends, its line break left out. */
  int to() {
    return to;
  }

  private Found finish(int start, int end) {
    if (overlong) {
      overlong = false;
      return Found.OVERLONG;
    }
    if (heldLength == 0) {
      bytes = chunk;
      from = start;
      to = end;
    } else {
      hold(start, end);
      bytes = held;
      from = 0;
      to = heldLength;
      heldLength = 0;
    }
    if (to > from && bytes[to - 1] == '\r') {
      to--;
    }
    return to - from > lineBytesMax ? Found.OVERLONG : Found.LINE;
  }

  private void hold(int start, int end) {
    if (overlong) {
      return;
    }
    int length = heldLength + (end - start);
    if (length > held.length) {
      held = Arrays.copyOf(held, Math.max(HELD_BYTES_MIN, length + length / 2));
    }
    System.arraycopy(chunk, start, held, heldLength, end - start);
    heldLength = length;
  }
}
