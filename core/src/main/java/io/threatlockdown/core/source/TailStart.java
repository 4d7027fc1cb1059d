package io.threatlockdown.core.source;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiPredicate;

/**
 * Where to begin with a name that is followed: finds the files that had it when the service stopped
 * by their identity and how they begin, whatever they are called now, and those that came after.
 */
final class TailStart {
  private final Path path;
  private final LogFile.Start start;
  private final TailContext context;
  private final BiPredicate<FileId, Path> isHeldElsewhere;

  TailStart(
      Path path,
      LogFile.Start start,
      TailContext context,
      BiPredicate<FileId, Path> isHeldElsewhere) {
    this.path = path;
    this.start = start;
    this.context = context;
    this.isHeldElsewhere = isHeldElsewhere;
  }

  /**
   * Opens the files to be read, oldest first, the one that has the name now last.
   *
   * @param current the file that has the name now
   * @throws IOException if the one that has the name cannot be opened; nothing stays open
   */
  List<TailedFile> open(Optional<FileFacts> current) throws IOException {
    List<TailedFile> opened = new ArrayList<>();
    try {
      List<FilePosition> positions = context.positions().of(path.toString());
      if (!positions.isEmpty()) {
        resume(positions, current, opened);
      } else if (current.isPresent()) {
        opened.add(begin(current.get()));
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.forEach(TailedFile::close);
      throw e;
    }
  }

  private TailedFile begin(FileFacts current) throws IOException {
    for (FilePosition position : context.positions().in(current.id())) {
      if (TailedFile.isAt(path, position)) {
        return TailedFile.open(path, current.id(), position.offset()); // Read under another name.
      }
    }
    TailedFile file = TailedFile.open(path, current.id(), 0);
    if (start == LogFile.Start.END) {
      file.startAtEnd();
    }
    context.positions().put(file.position(path.toString())); // A restart shall not skip again.
    return file;
  }

  private void resume(
      List<FilePosition> positions, Optional<FileFacts> current, List<TailedFile> opened)
      throws IOException {
    List<Sibling> candidates = new ArrayList<>(Sibling.of(path));
    current.ifPresent(facts -> candidates.add(new Sibling(path, facts, OptionalInt.of(0))));
    Optional<Sibling> newest = Optional.empty();
    for (FilePosition position : positions) {
      Optional<Sibling> found = locate(position, candidates, opened);
      if (found.isPresent()) {
        newest = found;
        opened.add(TailedFile.open(found.get().path(), found.get().id(), position.offset()));
      }
    }
    boolean isNewestFound =
        newest.isPresent() && isIn(positions.get(positions.size() - 1), newest.get());
    if (!isNewestFound) {
      context.listener().lost(path.toString(), "the file read last is gone or was truncated");
    }
    if (newest.isPresent()) {
      openAfter(newest.get(), candidates, current, opened);
    }
    if (current.isPresent()) {
      openCurrent(current.get(), opened);
    }
  }

  private Optional<Sibling> locate(
      FilePosition position, List<Sibling> candidates, List<TailedFile> opened) throws IOException {
    for (Sibling candidate : candidates) {
      if (candidate.id().equals(position.file())
          && !isOpen(candidate.id(), opened)
          && isIn(position, candidate)) {
        return Optional.of(candidate);
      }
    }
    return copy(position, candidates, (id, name) -> isOpen(id, opened));
  }

  private static Optional<Sibling> copy(
      FilePosition position, List<Sibling> candidates, BiPredicate<FileId, Path> isTaken)
      throws IOException {
    if (!position.fingerprint().isTelling()) {
      return Optional.empty();
    }
    for (Sibling candidate : candidates) {
      if (!candidate.id().equals(position.file())
          && !isTaken.test(candidate.id(), candidate.path())
          && isIn(position, candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Opens what a truncated file was copied to, where its reading stopped. */
  Optional<TailedFile> copyOf(FilePosition position, BiPredicate<FileId, Path> isTaken)
      throws IOException {
    Optional<Sibling> copy = copy(position, Sibling.of(path), isTaken.or(isHeldElsewhere));
    return copy.isPresent()
        ? Optional.of(TailedFile.open(copy.get().path(), copy.get().id(), position.offset()))
        : Optional.empty();
  }

  private static boolean isIn(FilePosition position, Sibling candidate) throws IOException {
    try {
      return candidate.facts().size() >= position.offset()
          && TailedFile.isAt(candidate.path(), position);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void openAfter(
      Sibling newest,
      List<Sibling> candidates,
      Optional<FileFacts> current,
      List<TailedFile> opened)
      throws IOException {
    if (current.isPresent() && newest.id().equals(current.get().id())) {
      return; // Nothing is newer than the file that has the name.
    }
    for (Sibling sibling : Sibling.after(newest, candidates)) {
      boolean isCurrent = current.isPresent() && current.get().id().equals(sibling.id());
      if (!isCurrent
          && !isOpen(sibling.id(), opened)
          && !isHeldElsewhere.test(sibling.id(), sibling.path())
          && opened.size() < Tail.FILES_MAX - 1) {
        opened.add(TailedFile.open(sibling.path(), sibling.id(), 0));
      }
    }
  }

  private void openCurrent(FileFacts current, List<TailedFile> opened) throws IOException {
    for (int i = 0; i < opened.size(); i++) {
      if (opened.get(i).id().equals(current.id())) {
        opened.add(opened.remove(i));
        return;
      }
    }
    opened.add(TailedFile.open(path, current.id(), 0));
  }

  private static boolean isOpen(FileId id, List<TailedFile> opened) {
    return opened.stream().anyMatch(file -> file.id().equals(id));
  }
}
