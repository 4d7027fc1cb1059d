package io.threatlockdown.core.source.integrity;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Compares what is found in one tree with what is known, and keeps what nobody needs to hear of.
 *
 * @param mode what events say of how they were found
 */
record Comparison(Tree tree, String mode, Surroundings shared) {

  /** Returns the second look at a file, if copies of it are to be made. */
  Optional<Visit> copying(Visit visit, Look.Found found) {
    boolean isWatched = isWatched(visit.path());
    if (visit.copying().isPresent() || !isWatched || !found.state().digests().isKnown()) {
      return Optional.empty();
    }
    Copying begun = Copying.begin(visit.path(), tree, found.state(), shared);
    return begun.copies().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Visit(
                visit.path(), shared.look(visit.path(), tree, begun.copies()), Optional.of(begun)));
  }

  private boolean isWatched(String path) {
    return tree.watched().restrict().map(only -> only.test(path)).orElse(true);
  }

  /** Returns that a file is gone, if it was known. */
  Optional<Finding> ofGone(String path) {
    List<Finding.Deed> afterwards =
        tree.watched().reportChanges()
            ? List.of(() -> shared.texts().store().drop(path))
            : List.of();
    return shared
        .known(path)
        .map(
            before ->
                new Finding(
                    FileChange.deleted(path, before), tree, mode, Optional.empty(), afterwards));
  }

  /** Returns what has become of a file, if that is to be reported. */
  Optional<Finding> ofFound(Visit visit, Look.Found found) {
    String path = visit.path();
    if (!isWatched(path)) {
      return Optional.empty();
    }
    Optional<FileState> before = shared.known(path);
    if (found.trouble().isPresent()) {
      visit.copying().ifPresent(Copying::close);
      shared.troubles().count(Troubles.Kind.CONTENT_UNREAD, path, found.trouble().get());
      Digests last = before.map(FileState::digests).orElse(Digests.UNKNOWN);
      FileState state = found.state().with(last);
      return before.isPresent()
          ? ofKnown(path, before.get(), state, Optional.empty(), List.of())
          : ofUnknown(path, state, List.of());
    }
    Optional<String> diff = visit.copying().flatMap(Copying::end);
    List<Finding.Deed> deeds = visit.copying().map(Copying::deeds).orElse(List.of());
    return before.isPresent()
        ? ofKnown(path, before.get(), found.state(), diff, deeds)
        : ofUnknown(path, found.state(), deeds);
  }

  private Optional<Finding> ofUnknown(String path, FileState state, List<Finding.Deed> deeds) {
    if (shared.isFull()) {
      shared.troubles().count(Troubles.Kind.FILE_LIMIT, path, "");
      return Optional.empty();
    }
    if (!shared.isKnown(tree)) {
      shared.keep(path, state);
      run(path, deeds);
      return Optional.empty();
    }
    return Optional.of(
        new Finding(FileChange.added(path, state), tree, mode, Optional.empty(), deeds));
  }

  private Optional<Finding> ofKnown(
      String path,
      FileState before,
      FileState state,
      Optional<String> diff,
      List<Finding.Deed> deeds) {
    Optional<FileChange> change = FileChange.between(path, before, state, tree.watched());
    if (change.isEmpty()) {
      if (!before.equals(state)) {
        shared.keep(path, state);
      }
      run(path, deeds);
      return Optional.empty();
    }
    boolean isHidden =
        tree.watched().reportChanges()
            && !before.digests().equals(state.digests())
            && shared.texts().hidden().test(path);
    Optional<String> told = isHidden ? Optional.of(KeptTexts.HIDDEN) : diff;
    return Optional.of(new Finding(change.get(), tree, mode, told, deeds));
  }

  private void run(String path, List<Finding.Deed> deeds) {
    for (Finding.Deed deed : deeds) {
      try {
        deed.run();
      } catch (IOException e) {
        shared.troubles().count(Troubles.Kind.NO_ROOM, path, String.valueOf(e.getMessage()));
      }
    }
  }
}
