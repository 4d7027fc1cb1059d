package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.util.Optional;

/** One built-in response. Its verbs may block; they are called on its own threads only. */
interface Response {
  /**
   * Makes sure that it is in force, whether it was begun before or not.
   *
   * @return what to remember of it, for operators
   */
  Optional<String> add(BlockOrder order) throws ActionException, IOException;

  /** Undoes what {@link #add} did, and nothing else, if it did and that is not undone yet. */
  void delete(BlockOrder order) throws ActionException, IOException;

  /** Whether there is something to undo. */
  default boolean lasting() {
    return true;
  }
}
