package io.threatlockdown.core.source;

import java.io.IOException;
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
  /** How many files are followed again even if all that was in them is read. */
  private static final int RECENT = 2;

  private record Place(Sibling file, long offset) {
    boolean hasMore() {
      return file.facts().size() > offset;
    }
  }

  private final Path path;
  private final LogFile.Start start;
  private final TailContext context;
  private final BiPredicate<FileId, Path> isHeldElsewhere;
  private final List<FilePosition> finished = new ArrayList<>();

  private Optional<FileFacts> latest = Optional.empty();

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
      } else {
        latest = Sibling.newest(Sibling.of(path)).map(Sibling::facts);
      }
      for (TailedFile file : opened) { // Else the next start would not look for them.
        context.positions().begin(file.position(path.toString()));
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.forEach(TailedFile::close);
      throw e;
    }
  }

  private TailedFile begin(FileFacts current) throws IOException {
    for (FilePosition position : context.positions().in(current.id())) {
      if (TailedFile.isAt(path, current.id(), position)) {
        return TailedFile.open(path, current.id(), position.offset()); // Read under another name.
      }
    }
    TailedFile file = TailedFile.open(path, current.id(), 0);
    if (start == LogFile.Start.END) {
      file.startAtEnd();
    }
    return file;
  }

  private void resume(
      List<FilePosition> positions, Optional<FileFacts> current, List<TailedFile> opened)
      throws IOException {
    List<Sibling> candidates = new ArrayList<>(Sibling.of(path));
    current.ifPresent(facts -> candidates.add(new Sibling(path, facts, OptionalInt.of(0))));
    List<Sibling> found = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      boolean isRecent = i >= positions.size() - RECENT; // Its writer may still be at it.
      for (Place place : locate(positions.get(i), candidates, opened)) {
        found.add(place.file());
        boolean isCurrent =
            current.filter(facts -> facts.id().equals(place.file().id())).isPresent();
        if (isCurrent || isRecent || place.hasMore()) {
          opened.add(TailedFile.open(place.file().path(), place.file().id(), place.offset()));
        } else {
          finished.add(positions.get(i));
        }
      }
    }
    Optional<Sibling> newest = Sibling.newest(found);
    latest = newest.map(Sibling::facts);
    if (newest.isPresent()) {
      openAfter(newest.get(), candidates, current, opened);
    }
    if (current.isPresent()) {
      openCurrent(current.get(), opened);
    }
  }

  /** Returns where the rest of a file is: in itself, or in its copy and itself if truncated. */
  private List<Place> locate(
      FilePosition position, List<Sibling> candidates, List<TailedFile> opened) throws IOException {
    List<Place> places = new ArrayList<>();
    Optional<Sibling> same =
        candidates.stream()
            .filter(candidate -> candidate.id().equals(position.file()))
            .filter(candidate -> !isOpen(candidate.id(), opened))
            .findFirst();
    if (same.isPresent() && isIn(position, same.get())) {
      places.add(new Place(same.get(), position.offset()));
      return places;
    }
    Optional<Sibling> copy = copy(position, candidates, (id, name) -> isOpen(id, opened));
    if (copy.isPresent()) {
      places.add(new Place(copy.get(), position.offset()));
    } else {
      context.listener().lost(path.toString(), "a file was deleted or truncated while not read");
    }
    same.ifPresent(truncated -> places.add(new Place(truncated, 0)));
    return places;
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
    return candidate.facts().size() >= position.offset()
        && TailedFile.isAt(candidate.path(), candidate.id(), position);
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
    List<Sibling> after =
        Sibling.after(newest, candidates).stream()
            .filter(other -> current.isEmpty() || !other.id().equals(current.get().id()))
            .filter(other -> !isOpen(other.id(), opened) && !isFinished(other.id()))
            .filter(other -> !isHeldElsewhere.test(other.id(), other.path()))
            .toList();
    for (Sibling sibling : context.fitting(path, after, opened.size())) {
      opened.add(TailedFile.open(sibling.path(), sibling.id(), 0));
      latest = Optional.of(sibling.facts());
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

  private boolean isFinished(FileId id) {
    return finished.stream().anyMatch(position -> position.file().equals(id));
  }

  /**
   * Returns the file that had the name last, if nothing has it now; empty if nothing ever had it.
   */
  Optional<FileFacts> latest() {
    return latest;
  }

  /** Returns the ends of files that were read and are not followed any more. */
  List<FilePosition> finished() {
    return List.copyOf(finished);
  }

  private static boolean isOpen(FileId id, List<TailedFile> opened) {
    return opened.stream().anyMatch(file -> file.id().equals(id));
  }
}
