package io.threatlockdown.core.source.integrity;

import io.threatlockdown.core.event.Latin1;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Private copies of watched texts as they last were, to tell what has changed in them.
 *
 * @param hidden paths of which only the fact of a change is told
 */
record KeptTexts(CopyStore store, Predicate<String> hidden) {
  /** What stands for the changes of a hidden file. */
  static final String HIDDEN = "<Diff truncated because nodiff option>";

  private static final int DIFF_CHARS_MAX = 60_000;

  /** Begins a copy of the text; empty if there is no room. */
  Optional<StagedCopy> begin(String path, FileState state) throws IOException {
    return store.begin(path, new byte[0], state.size());
  }

  /** Returns what the staged copy has that the one before has not; empty if either is no text. */
  Optional<String> diff(String path, StagedCopy now) throws IOException {
    if (!store.has(path)) {
      return Optional.empty();
    }
    String before = text(store.place(path));
    String after = text(now.staged());
    if (before.indexOf('\0') >= 0 || after.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return Optional.of(TextDiff.of(before, after, DIFF_CHARS_MAX)).filter(diff -> !diff.isEmpty());
  }

  private static String text(Path copy) throws IOException {
    byte[] bytes = Files.readAllBytes(copy);
    return Latin1.of(bytes, 0, bytes.length);
  }
}
