package io.threatlockdown.core.source;

import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.event.LogLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A name that is followed: the file that has it, and files that had it and are not read to their
 * end. Owned by one thread.
 */
final class Tail implements Closeable {
  /** The most files of one name that are read at a time. */
  static final int FILES_MAX = 32;

  /** How many files are remembered that were read to their end. */
  private static final int FINISHED_MAX = 64;

  private final Path path;
  private final String name;
  private final String location;
  private final LogFile.Start start;
  private final TailContext context;
  private final BiPredicate<FileId, Path> isHeldElsewhere;

  /** Oldest first; the last one has the name, if {@link #isPresent}. */
  private final List<TailedFile> files = new ArrayList<>();

  private final Map<FileId, FilePosition> finished = new LinkedHashMap<>();
  private boolean isStarted;
  private boolean isPresent;
  private @Nullable FileFacts latest;

  Tail(
      Path path,
      LogFile.Start start,
      TailContext context,
      BiPredicate<FileId, Path> isHeldElsewhere) {
    this.path = path;
    this.name = path.toString();
    this.location = Latin1.ofText(name);
    this.start = start;
    this.context = context;
    this.isHeldElsewhere = isHeldElsewhere;
  }

  Path path() {
    return path;
  }

  /**
   * Whether this file is read here, or was; another that took over its identity is not.
   *
   * @throws UncheckedIOException if that cannot be told now, as when the file is being renamed
   */
  boolean holds(FileId id, Path nameNow) {
    if (isOpen(id)) {
      return true;
    }
    FilePosition end = finished.get(id);
    try {
      return end != null && TailedFile.isAt(nameNow, id, end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the name is gone and what had it is read. */
  boolean isOver() {
    return isStarted && !isPresent && files.isEmpty();
  }

  /** Returns the next lines there are; empty if there are none now. */
  Optional<LineBatch> read() {
    try {
      long now = context.nanos().getAsLong();
      follow(now);
      Optional<LineBatch> batch = readFiles(now);
      if (isPresent) {
        context.listener().up(name);
      }
      return batch.isPresent() ? batch : finishOne(now);
    } catch (ClosedByInterruptException e) {
      return Optional.empty(); // The reading thread is told to end; the interrupt is still set.
    } catch (IOException | RuntimeException e) {
      context.listener().degraded(name, "cannot be read: " + e);
      return Optional.empty();
    }
  }

  private void follow(long now) throws IOException {
    Optional<FileFacts> found =
        FileFacts.ifPresent(path)
            .filter(facts -> isOpen(facts.id()) || !isHeldElsewhere.test(facts.id(), path));
    if (!isStarted) {
      TailStart begun = new TailStart(path, start, context, isHeldElsewhere);
      files.addAll(begun.open(found));
      begun.finished().forEach(this::rememberFinished);
      files.forEach(file -> file.touch(now));
      latest = begun.latest().orElse(null);
      isStarted = true;
    } else if (found.isPresent() && !isLast(found.get().id())) {
      adopt(found.get(), now);
    }
    if (found.isPresent()) {
      latest = found.get();
      isPresent = true;
    } else if (isPresent || files.isEmpty()) {
      touchLast(now);
      isPresent = false;
      context.listener().gone(name, "no such file");
    }
  }

  /** Takes up the file that has the name now, and those that had it since the last look. */
  private void adopt(FileFacts found, long now) throws IOException {
    touchLast(now);
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).id().equals(found.id())) {
        files.add(files.remove(i)); // It was renamed, and renamed back.
        return;
      }
    }
    List<TailedFile> opened = new ArrayList<>();
    try {
      for (Sibling sibling : between(found.id())) {
        opened.add(TailedFile.open(sibling.path(), sibling.id(), 0));
      }
      opened.add(TailedFile.open(path, found.id(), 0));
    } catch (IOException | RuntimeException e) {
      opened.forEach(TailedFile::close); // Names change right now: the next look will see.
      throw e;
    }
    for (TailedFile file : opened) {
      file.touch(now);
      context.positions().begin(file.position(name)); // Else a restart would not look for it.
    }
    files.addAll(opened);
    finished.remove(found.id());
  }

  private List<Sibling> between(FileId found) throws IOException {
    List<Sibling> siblings = Sibling.of(path);
    List<Sibling> between =
        after(latest, siblings).stream()
            .filter(sibling -> !sibling.id().equals(found) && !holds(sibling.id(), sibling.path()))
            .filter(sibling -> !isHeldElsewhere.test(sibling.id(), sibling.path()))
            .toList();
    return context.fitting(path, between, files.size());
  }

  private List<Sibling> after(@Nullable FileFacts before, List<Sibling> siblings) {
    if (before == null) {
      return Sibling.numbered(siblings); // At the first look there was none.
    }
    Sibling older =
        siblings.stream()
            .filter(sibling -> sibling.id().equals(before.id()))
            .findFirst()
            .orElseGet(() -> Sibling.deleted(path, before));
    return Sibling.after(older, siblings);
  }

  private Optional<LineBatch> readFiles(long now) throws IOException {
    for (int i = 0; i < files.size(); i++) {
      TailedFile file = files.get(i);
      Optional<LineCutter.Cut> cut = file.read(context.chunk().bytes(), now);
      if (cut.isPresent()) {
        return Optional.of(batch(file, cut.get()));
      }
      if (file.isReplaced()) {
        Optional<LineBatch> rest = startOver(file, i);
        if (rest.isPresent()) {
          return rest;
        }
        i--; // Read what is at this place now.
      }
    }
    return Optional.empty();
  }

  /** Begins anew with a truncated file. What was not read of it may be in a copy. */
  private Optional<LineBatch> startOver(TailedFile file, int at) throws IOException {
    FilePosition position = file.position(name);
    Optional<TailedFile> copy =
        files.size() < FILES_MAX
            ? new TailStart(path, start, context, isHeldElsewhere).copyOf(position, this::holds)
            : Optional.empty();
    if (copy.isPresent()) {
      copy.get().touch(context.nanos().getAsLong());
      files.add(at, copy.get());
      file.startOver();
      return Optional.empty();
    }
    Optional<LineCutter.Cut> half = file.finish();
    file.startOver();
    return half.map(cut -> batch(file, cut));
  }

  /** Ends a file that had the name and has not grown for a while, or the oldest of too many. */
  private Optional<LineBatch> finishOne(long now) {
    boolean isCrowded = files.size() > FILES_MAX / 2;
    int ended = isPresent ? files.size() - 1 : files.size();
    for (int i = 0; i < ended; i++) {
      TailedFile file = files.get(i);
      if (isCrowded || now - file.grownAt() >= context.timing().grace().toNanos()) {
        files.remove(i);
        file.close();
        Optional<LineCutter.Cut> half = file.finish();
        rememberFinished(file.position(name));
        return half.map(cut -> batch(file, cut));
      }
    }
    return Optional.empty();
  }

  private void rememberFinished(FilePosition end) {
    if (end.offset() > 0) {
      finished.put(end.file(), end);
    }
    if (finished.size() > FINISHED_MAX) {
      finished.remove(finished.keySet().iterator().next());
    }
  }

  private LineBatch batch(TailedFile file, LineCutter.Cut cut) {
    if (cut.rejected() > 0) {
      context.listener().rejected(name, cut.rejected(), LineCutter.TOO_LONG);
    }
    Instant now = context.clock().instant();
    List<LogLine> lines = new ArrayList<>(cut.lines().size());
    for (String line : cut.lines()) {
      lines.add(LogLine.log(line, location, context.host(), now));
    }
    FilePosition position = file.position(name);
    return new LineBatch(lines, cut.rejected(), () -> context.positions().put(position));
  }

  private boolean isLast(FileId id) {
    return !files.isEmpty() && files.get(files.size() - 1).id().equals(id);
  }

  private boolean isOpen(FileId id) {
    return files.stream().anyMatch(file -> file.id().equals(id));
  }

  private void touchLast(long now) {
    if (!files.isEmpty()) {
      files.get(files.size() - 1).touch(now);
    }
  }

  @Override
  public void close() {
    files.forEach(TailedFile::close);
    files.clear();
  }
}
