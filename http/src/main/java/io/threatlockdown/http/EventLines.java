package io.threatlockdown.http;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.pekko.util.ByteString;

/**
 * Turns the chunks of one streamed request into batches of lines, each read when the stream asks
 * for it. Owned by one stream.
 */
final class EventLines {
  /** Reads one line, never an empty one. */
  interface Format {
    /** Returns what the bytes hold. Never throws. */
    Reading read(byte[] bytes, int from, int to);
  }

  private final LineCursor cursor;
  private final int lineBytesMax;
  private final Format format;
  private long number;

  EventLines(int lineBytesMax, Format format) {
    this.cursor = new LineCursor(lineBytesMax);
    this.lineBytesMax = lineBytesMax;
    this.format = format;
  }

  /** Returns the batches in this chunk; to be used up before the next call. */
  Iterable<EventBatch> read(ByteString chunk) {
    cursor.feed(chunk.toArrayUnsafe());
    return Batches::new;
  }

  private final class Batches implements Iterator<EventBatch> {
    @Override
    public boolean hasNext() {
      return cursor.hasMore();
    }

    @Override
    public EventBatch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      EventBatch batch = new EventBatch();
      while (!batch.isFull() && cursor.hasMore()) {
        advance(batch);
      }
      return batch;
    }
  }

  private void advance(EventBatch batch) {
    switch (cursor.next()) {
      case LINE -> {
        number++;
        if (cursor.to() > cursor.from()) { // an empty line says nothing
          batch.add(number, format.read(cursor.bytes(), cursor.from(), cursor.to()));
        }
      }
      case OVERLONG -> {
        number++;
        batch.add(number, new Reading.Rejected("longer than " + lineBytesMax + " bytes"));
      }
      case NOTHING -> {}
    }
  }
}
