package io.threatlockdown.core.source;

import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.event.LogLine;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Parses the journal's export format piece by piece: {@code NAME=text} lines, or a line {@code
 * NAME} followed by a length of 8 bytes, least significant first, as many bytes and a newline; an
 * empty line ends an entry (systemd, "Journal Export Formats"). Memory is bounded: a field larger
 * than a line may be is skipped.
 */
final class ExportParser {
  private enum State {
    TEXT,
    LENGTH,
    BINARY,
    BINARY_END
  }

  /** The longest text line that is kept: a name, and a value as long as a line. */
  private static final int TEXT_MAX = LogLine.BYTES_MAX + 256;

  private static final int LENGTH_BYTES = 8;

  private final JournalFilter filter;
  private final Consumer<JournalEntry> entries;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  private State state = State.TEXT;
  private Map<String, String> fields = new HashMap<>();
  private String name = "";
  private long length;
  private int lengthBytes;
  private boolean isSkipping;
  private boolean isTooLong;

  ExportParser(JournalFilter filter, Consumer<JournalEntry> entries) {
    this.filter = filter;
    this.entries = entries;
  }

  /** Takes the next bytes, and hands on the entries that they complete. */
  void feed(byte[] bytes, int count) {
    int at = 0;
    while (at < count) {
      at =
          switch (state) {
            case TEXT -> feedText(bytes, at, count);
            case LENGTH -> feedLength(bytes, at);
            case BINARY -> feedBinary(bytes, at, count);
            case BINARY_END -> {
              state = State.TEXT;
              yield at + 1;
            }
          };
    }
  }

  private int feedText(byte[] bytes, int from, int count) {
    int end = from;
    while (end < count && bytes[end] != '\n') {
      end++;
    }
    keep(bytes, from, end, TEXT_MAX);
    if (end == count) {
      return end;
    }
    onText(take());
    return end + 1;
  }

  private void onText(String line) {
    int equals = line.indexOf('=');
    if (line.isEmpty() && !isSkipping) {
      onEntry();
    } else if (equals >= 0) {
      put(line.substring(0, equals), line.substring(equals + 1));
    } else {
      name = line;
      length = 0;
      lengthBytes = 0;
      state = State.LENGTH;
    }
    isSkipping = false;
  }

  private int feedLength(byte[] bytes, int at) {
    length |= (bytes[at] & 0xffL) << (8 * lengthBytes);
    lengthBytes++;
    if (lengthBytes == LENGTH_BYTES) {
      state = State.BINARY;
      length = length < 0 ? Long.MAX_VALUE : length; // Not from journalctl; skipped to the end.
      endBinaryIfDone();
    }
    return at + 1;
  }

  private int feedBinary(byte[] bytes, int from, int count) {
    int end = (int) Math.min(count, from + Math.min(length, count));
    keep(bytes, from, end, LogLine.BYTES_MAX);
    length -= end - from;
    endBinaryIfDone();
    return end;
  }

  private void endBinaryIfDone() {
    if (length == 0) {
      put(name, take());
      isSkipping = false;
      state = State.BINARY_END;
    }
  }

  private void keep(byte[] bytes, int from, int end, int most) {
    int room = most - text.size();
    isSkipping |= end - from > room;
    text.write(bytes, from, Math.min(room, end - from));
  }

  private String take() {
    byte[] bytes = text.toByteArray();
    text.reset();
    return Latin1.of(bytes, 0, bytes.length);
  }

  private void put(String field, String value) {
    if (!JournalEntry.FIELDS.contains(field) && !filter.fields().contains(field)) {
      return;
    }
    if (isSkipping) {
      isTooLong = true;
    } else {
      fields.putIfAbsent(field, value);
    }
  }

  private void onEntry() {
    if (!fields.isEmpty()) {
      entries.accept(new JournalEntry(fields, isTooLong));
    }
    fields = new HashMap<>();
    isTooLong = false;
  }
}
