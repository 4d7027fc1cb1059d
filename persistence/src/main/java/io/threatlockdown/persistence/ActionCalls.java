package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Actions;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.Responder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Has responses carried out, one after the other where they have the same key, side by side where
 * not. Lives through failures of the journal, since what it called goes on. Called by the journal's
 * actor; answers come as notes.
 */
final class ActionCalls {
  private final Actions actions;
  private final Time time;
  private final Consumer<Responder.Command> notes;
  private final Map<BlockKey, Deque<Runnable>> busy = new HashMap<>();
  private final Map<Long, BlockKey> held = new HashMap<>();
  private final Map<Long, ActionNote> unrecorded = new HashMap<>();
  private final Set<Long> adding = new HashSet<>();
  private final Set<Long> deleting = new HashSet<>();

  ActionCalls(Actions actions, Time time, Consumer<Responder.Command> notes) {
    this.actions = actions;
    this.time = time;
    this.notes = notes;
  }

  boolean isObserving() {
    return actions.observing().isPresent();
  }

  /** Begins the response, unless that is under way. */
  void add(Block block) {
    long number = block.id().number();
    if (adding.add(number)) {
      take(number, block.order().key(), () -> callAdd(block));
    }
  }

  /** Undoes the response, unless that is under way. */
  void delete(Block block) {
    long number = block.id().number();
    if (deleting.add(number)) {
      take(number, block.order().key(), () -> callDelete(block));
    }
  }

  /**
   * Does this when nothing else is done for the key, which is taken from then until what is under
   * way for the block is over. Without keys at once.
   */
  void take(long number, BlockKey key, Runnable work) {
    if (key.keys().isEmpty()) {
      work.run();
      return;
    }
    Runnable taking =
        () -> {
          held.put(number, key);
          work.run();
        };
    Deque<Runnable> waiting = busy.get(key);
    if (waiting != null) {
      waiting.add(taking);
    } else {
      busy.put(key, new ArrayDeque<>());
      taking.run();
    }
  }

  /** Whether the block has a key taken. */
  boolean holds(long number, BlockKey key) {
    return key.equals(held.get(number));
  }

  /** The next may be done for the key that the block has taken, if any. */
  void free(long number) {
    BlockKey key = held.remove(number);
    Deque<Runnable> waiting = key == null ? null : busy.get(key);
    Runnable next = waiting == null ? null : waiting.poll();
    if (next != null) {
      next.run();
    } else if (key != null) {
      busy.remove(key);
    }
  }

  /** What was under way for the block is over, and will be recorded. */
  void over(long number, ActionNote note) {
    adding.remove(number);
    deleting.remove(number);
    unrecorded.put(number, note);
    free(number);
  }

  /** It is on disk. */
  void recorded(long number) {
    unrecorded.remove(number);
  }

  /** Tells again what a journal that failed has not recorded. */
  void tellUnrecorded() {
    List.copyOf(unrecorded.values()).forEach(notes);
  }

  /** Whether a response was begun, and the journal not told yet or not able to record it. */
  boolean isAdded(long number) {
    return unrecorded.get(number) instanceof ActionNote.Added;
  }

  private void callAdd(Block block) {
    long number = block.id().number();
    call(
        () -> actions.add(block.order(), keys -> ask(number, keys)),
        (begun, failure) -> notes.accept(new ActionNote.Added(number, time.now(), begun, failure)));
  }

  private CompletionStage<Boolean> ask(long number, List<String> keys) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    notes.accept(new ActionNote.KeysTold(number, keys, answer));
    return answer;
  }

  private void callDelete(Block block) {
    long number = block.id().number();
    call(
        () -> actions.delete(block.order()),
        (done, failure) -> notes.accept(new ActionNote.Deleted(number, time.now(), failure)));
  }

  private static <T> void call(
      Supplier<CompletionStage<T>> call, BiConsumer<Optional<T>, Optional<String>> answer) {
    try {
      CompletionStage<T> unused =
          call.get()
              .whenComplete(
                  (result, failure) ->
                      answer.accept(
                          Optional.ofNullable(result),
                          Optional.ofNullable(failure).map(FirewallCalls::reason)));
    } catch (RuntimeException failure) { // One that is broken is one that failed.
      answer.accept(Optional.empty(), Optional.of(FirewallCalls.reason(failure)));
    }
  }
}
