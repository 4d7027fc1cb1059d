package io.threatlockdown.core.source.integrity;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One look at what stands at a path, in slices, so that a large file keeps no other waiting. A
 * small file that is written meanwhile is read again; then, and at once if it is large, it is taken
 * as it was. No file is read further than it was long when the look began.
 */
final class Look implements AutoCloseable {
  /** How much is read at a time. */
  static final int SLICE_BYTES = 1 << 20;

  private static final int TRIES_MAX = 3;

  /** What there is. */
  sealed interface Result {}

  /** Nothing. */
  enum Gone implements Result {
    INSTANCE
  }

  /** A directory, held until the look is closed. */
  record Directory(PathHolder.Held held, long device) implements Result {}

  /**
   * Something else.
   *
   * @param trouble why the content of a regular file is not known; empty: there is none to know
   */
  record Found(FileState state, Optional<String> trouble) implements Result {}

  /** Nobody knows. */
  record Unreadable(String reason) implements Result {}

  /**
   * How to look.
   *
   * @param hashes whether the content matters
   * @param bytesMax of larger files the content is not looked at
   * @param copies where the content goes too
   */
  record Wish(boolean hashes, long bytesMax, List<StagedCopy> copies) {}

  private final Path path;
  private final Stat stat;
  private final Wish wish;
  private final PathHolder holder;
  private PathHolder.@Nullable Held held;
  private @Nullable FileChannel channel;
  private Stat.@Nullable Found before;
  private Digests.@Nullable Sums sums;
  private long bytesRead;
  private int tries;
  private @Nullable Result result;

  Look(Path path, PathHolder holder, Stat stat, Wish wish) {
    this.path = path;
    this.holder = holder;
    this.stat = stat;
    this.wish = wish;
  }

  /** Looks a little further, and returns what there is once it is known. */
  Optional<Result> step(ByteBuffer buffer) {
    try {
      if (result == null) {
        FileChannel open = channel;
        if (open == null) {
          begin();
        } else {
          read(open, buffer);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException gone) {
      result = Gone.INSTANCE;
    } catch (IOException | IllegalArgumentException e) {
      result = ofTrouble(String.valueOf(e.getMessage()));
    }
    return Optional.ofNullable(result);
  }

  /** Returns how long the file is, 0 as long as that is not known. */
  long size() {
    Stat.Found known = before;
    return known == null ? 0 : known.state().size();
  }

  /** What is known although something went wrong: at least what is not the content. */
  private Result ofTrouble(String reason) {
    Stat.Found known = before;
    return known == null ? new Unreadable(reason) : new Found(known.state(), Optional.of(reason));
  }

  private void begin() throws IOException {
    PathHolder.Held now = holder.hold(path);
    held = now;
    Stat.Found found = stat.of(now);
    before = found;
    if (found.state().isDirectory()) {
      result = new Directory(now, found.state().device());
    } else if (!found.state().isRegular() || !wish.hashes()) {
      result = new Found(found.state(), Optional.empty());
    } else if (found.state().size() > wish.bytesMax()) {
      result =
          new Found(
              found.state(), Optional.of("larger than " + wish.bytesMax() + " bytes, not read"));
    } else {
      Set<OpenOption> options =
          Stream.concat(Stream.of(StandardOpenOption.READ), Stream.of(now.options()))
              .collect(Collectors.toSet());
      channel = FileChannel.open(now.path(), options);
      startOver(found);
    }
  }

  private void startOver(Stat.Found from) throws IOException {
    before = from;
    sums = new Digests.Sums();
    bytesRead = 0;
    tries++;
    for (StagedCopy copy : wish.copies()) {
      copy.startOver();
    }
  }

  private void read(FileChannel open, ByteBuffer buffer) throws IOException {
    Stat.Found from = requireNonNull(before);
    buffer.clear();
    buffer.limit((int) Math.min(buffer.capacity(), from.state().size() - bytesRead));
    int count = buffer.hasRemaining() ? open.read(buffer, bytesRead) : -1;
    if (count > 0) {
      buffer.flip();
      requireNonNull(sums).add(buffer);
      for (StagedCopy copy : wish.copies()) {
        copy.add(buffer);
      }
      bytesRead += count;
      return;
    }
    Stat.Found after = stat.of(requireNonNull(held));
    boolean isCheap = from.state().size() <= Pass.LARGE_BYTES && tries < TRIES_MAX;
    if (!after.isSameAs(from) && isCheap) {
      startOver(after);
    } else {
      result = new Found(from.state().with(requireNonNull(sums).end()), Optional.empty());
    }
  }

  @Override
  public void close() {
    PathHolder.Held ends = held;
    FileChannel reads = channel;
    try {
      if (reads != null) {
        reads.close();
      }
    } catch (IOException e) {
      // It was only read.
    } finally {
      if (ends != null) {
        ends.close();
      }
    }
    held = null;
    channel = null;
  }
}
