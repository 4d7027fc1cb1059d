package io.threatlockdown.core.response;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * What carries out responses other than drops, each on its own: one that hangs delays no other.
 * Never called twice at once for one key. Verbs are called from any thread and return at once.
 */
public interface Actions {
  /**
   * Begins the response. The stage fails with {@link ActionException} if it could not be begun or
   * took too long.
   *
   * @param keys is asked by programs of {@link Action.Means#PROGRAM}, at most once, before they do
   *     anything; others have their keys in the order
   */
  CompletionStage<Begun> add(BlockOrder order, KeyCheck keys);

  /** Undoes what was begun. The stage fails with {@link ActionException} if that is not certain. */
  CompletionStage<Done> delete(BlockOrder order);

  /** Why nothing is really done, in words; empty if responses are carried out. */
  Optional<String> observing();

  /** Decides whether a program is to go on, by what it says it is about. */
  interface KeyCheck {
    /**
     * Returns whether to go on; not if the same is in force already.
     *
     * @param keys of the program; empty if its answer could not be read
     */
    CompletionStage<Boolean> mayGoOn(List<String> keys);
  }

  /**
   * What became of a response that was begun.
   *
   * @param lasting whether there is something to undo: not for a program that asked for no keys, or
   *     that was told not to go on
   * @param note what to remember of it, such as an exit status and what it wrote to standard error;
   *     empty if it went without a word
   */
  record Begun(boolean lasting, Optional<String> note) {}
}
