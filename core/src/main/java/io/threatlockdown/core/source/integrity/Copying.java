package io.threatlockdown.core.source.integrity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The copies that one file needs now: of a text whose changes are told, and of a file that may be
 * put back. Decided after a first look, filled by a second one.
 */
final class Copying implements AutoCloseable {
  private final String path;
  private final Surroundings shared;
  private Optional<StagedCopy> text = Optional.empty();
  private Optional<StagedCopy> protectedCopy = Optional.empty();

  private Copying(String path, Surroundings shared) {
    this.path = path;
    this.shared = shared;
  }

  /** Begins the copies; there may be none. */
  static Copying begin(String path, Tree tree, FileState state, Surroundings shared) {
    Copying copying = new Copying(path, shared);
    Optional<FileState> before = shared.known(path);
    boolean isChanged = before.isPresent() && !before.get().digests().equals(state.digests());
    try {
      if (copying.wantsText(tree, state, isChanged)) {
        copying.text = copying.counted(shared.texts().begin(path, state));
      }
      // What came later, or is not as it was, may be the attacker's: it is not what to go back to.
      boolean isAsFirstSeen =
          before.isEmpty() ? !shared.isKnown(tree) : !isChanged && !shared.isProtected(tree);
      if (tree.watched().protect() && isAsFirstSeen && !shared.copies().has(path)) {
        copying.protectedCopy = copying.counted(shared.copies().begin(path, state));
      }
    } catch (IOException e) {
      shared.troubles().count(Troubles.Kind.NO_ROOM, path, String.valueOf(e.getMessage()));
    }
    return copying;
  }

  private boolean wantsText(Tree tree, FileState state, boolean isChanged) {
    return tree.watched().reportChanges()
        && state.size() <= tree.watched().diffBytesMax()
        && !shared.texts().hidden().test(path)
        && (isChanged || !shared.texts().store().has(path));
  }

  private Optional<StagedCopy> counted(Optional<StagedCopy> copy) {
    if (copy.isEmpty()) {
      shared.troubles().count(Troubles.Kind.NO_ROOM, path, "");
    }
    return copy;
  }

  /** Returns what is to be filled. */
  List<StagedCopy> copies() {
    return Stream.concat(text.stream(), protectedCopy.stream()).toList();
  }

  /** Ends the copies, and returns what has changed in the text. */
  Optional<String> end() {
    try {
      for (StagedCopy copy : copies()) {
        copy.end();
      }
      return text.isPresent() ? shared.texts().diff(path, text.get()) : Optional.empty();
    } catch (IOException e) {
      shared.troubles().count(Troubles.Kind.NO_ROOM, path, String.valueOf(e.getMessage()));
      text = Optional.empty();
      protectedCopy = Optional.empty();
      return Optional.empty();
    }
  }

  /** Returns what puts the copies in their places. */
  List<Finding.Deed> deeds() {
    List<Finding.Deed> deeds = new ArrayList<>();
    text.ifPresent(copy -> deeds.add(() -> shared.texts().store().install(path, copy)));
    protectedCopy.ifPresent(copy -> deeds.add(() -> shared.copies().install(path, copy)));
    return deeds;
  }

  @Override
  public void close() {
    copies().forEach(StagedCopy::close);
  }
}
