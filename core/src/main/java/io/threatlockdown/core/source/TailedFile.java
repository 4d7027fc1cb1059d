package io.threatlockdown.core.source;

import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.event.LogLine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One file being read, whatever becomes of its name. A line counts when its newline is there; the
 * begin of one is read again until then. Owned by one thread.
 */
final class TailedFile implements Closeable {
  private final FileId id;
  private final FileChannel channel;
  private final LineCutter cutter = new LineCutter();
  private final byte[] first = new byte[Fingerprint.BYTES_MAX];
  private final byte[] firstNow = new byte[Fingerprint.BYTES_MAX];

  private int firstLength;
  private long offset;
  private long lineEnd;
  private byte[] half = {};
  private boolean isReplaced;
  private Fingerprint fingerprint = Fingerprint.of(first, 0);
  private long grownAt;

  private TailedFile(FileId id, FileChannel channel) {
    this.id = id;
    this.channel = channel;
  }

  /**
   * Opens the file that has this name now.
   *
   * @throws NoSuchFileException if by now it is another than {@code expected}
   */
  static TailedFile open(Path path, FileId expected, long offset) throws IOException {
    FileChannel channel = channel(path, expected);
    try {
      TailedFile file = new TailedFile(expected, channel);
      file.startAt(offset);
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel channel(Path path, FileId expected) throws IOException {
    FileFacts before = FileFacts.of(path);
    if (!before.isRegular()) {
      throw new IOException("not a regular file"); // Opening a pipe could wait forever.
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      if (!before.id().equals(expected) || !FileFacts.of(path).id().equals(expected)) {
        throw new NoSuchFileException(path.toString(), null, "replaced while it was opened");
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void startAt(long start) throws IOException {
    offset = start;
    lineEnd = start;
    firstLength =
        Fingerprint.readFirst(channel, first, (int) Math.min(start, Fingerprint.BYTES_MAX));
    fingerprint = Fingerprint.of(first, firstLength);
  }

  /** Goes to the end, or to the begin of the line that is unfinished there. */
  void startAtEnd() throws IOException {
    long size = channel.size();
    ByteBuffer tail = ByteBuffer.allocate((int) Math.min(size, LogLine.BYTES_MAX + 1L));
    long from = size - tail.capacity();
    int bytes = Math.max(0, channel.read(tail, from));
    int newline = bytes - 1;
    while (newline >= 0 && tail.get(newline) != '\n') {
      newline--;
    }
    startAt(newline >= 0 ? from + newline + 1 : from == 0 ? 0 : size);
    if (newline < 0 && from > 0) {
      cutter.skipLine(); // In the midst of a line that is too long anyway.
    }
  }

  /**
   * Whether a file begins as the one of the position did and is not shorter than it says.
   *
   * @throws NoSuchFileException if by now the name is another file's than {@code expected}
   */
  static boolean isAt(Path path, FileId expected, FilePosition position) throws IOException {
    try (FileChannel channel = channel(path, expected)) {
      return channel.size() >= position.offset() && position.fingerprint().matches(channel);
    }
  }

  FileId id() {
    return id;
  }

  /**
   * Reads a chunk of what was added and returns its lines; empty if no line was finished. Then ask
   * {@link #isReplaced}.
   */
  Optional<LineCutter.Cut> read(byte[] chunk, long now) throws IOException {
    int length = Math.max(0, channel.read(ByteBuffer.wrap(chunk), offset));
    // Looked at after reading: if it begins as ever, so did it when the chunk was read.
    isReplaced = channel.size() < offset + half.length || !beginsAsEver();
    if (isReplaced || length <= half.length) {
      return Optional.empty();
    }
    grownAt = now;
    keepFirst(chunk, length);
    LineCutter.Cut cut = cutter.cut(chunk, length);
    offset += cut.consumed();
    if (!cutter.isSkipping()) {
      lineEnd = offset;
    }
    half = // What is left beyond a full batch is whole lines: they are read again.
        cut.lines().size() < LineBatch.LINES_MAX
            ? Arrays.copyOfRange(chunk, cut.consumed(), length)
            : new byte[0];
    return cut.isEmpty() ? Optional.empty() : Optional.of(cut);
  }

  private boolean beginsAsEver() throws IOException {
    return Fingerprint.readFirst(channel, firstNow, firstLength) == firstLength
        && Arrays.equals(first, 0, firstLength, firstNow, 0, firstLength);
  }

  private void keepFirst(byte[] bytes, int length) {
    long wanted = Math.min(Fingerprint.BYTES_MAX, offset + length);
    if (firstLength >= offset && firstLength < wanted) {
      int from = (int) (firstLength - offset);
      System.arraycopy(bytes, from, first, firstLength, (int) wanted - firstLength);
      firstLength = (int) wanted;
    }
  }

  /** Whether the file was truncated, or written anew, when it was last read. */
  boolean isReplaced() {
    return isReplaced;
  }

  /** Begins with the first byte, after the file was replaced. */
  void startOver() {
    offset = 0;
    lineEnd = 0;
    firstLength = 0;
    half = new byte[0];
    cutter.reset();
    isReplaced = false;
    fingerprint = Fingerprint.of(first, 0);
  }

  /** Ends the file: returns the line that lacks its newline, if there is one. */
  Optional<LineCutter.Cut> finish() {
    byte[] rest = half;
    half = new byte[0];
    offset += rest.length;
    lineEnd = offset;
    return rest.length == 0
        ? Optional.empty()
        : Optional.of(new LineCutter.Cut(List.of(Latin1.of(rest, 0, rest.length)), 0, rest.length));
  }

  /** Where reading goes on if it is interrupted now. */
  FilePosition position(String path) {
    if (fingerprint.length() != firstLength) {
      fingerprint = Fingerprint.of(first, firstLength);
    }
    return new FilePosition(path, id, lineEnd, fingerprint);
  }

  /** Counts as grown now, so that the wait for its end begins now. */
  void touch(long now) {
    grownAt = now;
  }

  /** When the file was last seen to grow. */
  long grownAt() {
    return grownAt;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read.
    }
  }
}
