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
  private final Map<Long, Long> adding = new HashMap<>(); // Which call, by number.
  private final Map<Long, Long> deleting = new HashMap<>();
  private final Set<Long> waitingDeletes = new HashSet<>(); // by call
  private long calls;

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
    if (!adding.containsKey(number)) {
      long call = ++calls;
      adding.put(number, call);
      take(number, block.order().key(), () -> callAdd(block, call));
    }
  }

  /** Undoes the response, unless that is under way. */
  void delete(Block block) {
    long number = block.id().number();
    if (!deleting.containsKey(number)) {
      long call = ++calls;
      deleting.put(number, call);
      waitingDeletes.add(call);
      take(
          number,
          block.order().key(),
          () -> {
            if (waitingDeletes.remove(call)) {
              callDelete(block, call);
            } else {
              free(number);
            }
          });
    }
  }

  /** Undoes nothing after all, if that is still waiting. */
  void withdraw(long number) {
    Long call = deleting.get(number);
    if (call != null && waitingDeletes.remove(call)) {
      deleting.remove(number);
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

  /** The same for a program that runs and has told its key; nothing if it is over by then. */
  void takeForProgram(long number, BlockKey key, Runnable work) {
    take(
        number,
        key,
        () -> {
          if (adding.containsKey(number)) {
            work.run();
          } else {
            free(number);
          }
        });
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

  /**
   * What was under way for the block is over, and is to be recorded.
   *
   * @return false if it is recorded already: a journal that failed may have been told twice
   */
  boolean over(long number, long call, ActionNote note) {
    if ((note instanceof ActionNote.Added ? adding : deleting).remove(number, call)) {
      unrecorded.put(number, note);
      free(number);
    }
    return note.equals(unrecorded.get(number));
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

  /** Whether a response was undone, or could not be, and the journal was not able to record it. */
  boolean isDeleted(long number) {
    return unrecorded.get(number) instanceof ActionNote.Deleted;
  }

  private void callAdd(Block block, long call) {
    long number = block.id().number();
    call(
        () -> actions.add(block.order(), keys -> ask(number, keys)),
        (begun, failure) ->
            notes.accept(new ActionNote.Added(number, call, time.now(), begun, failure)));
  }

  private CompletionStage<Boolean> ask(long number, List<String> keys) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    notes.accept(new ActionNote.KeysTold(number, keys, answer));
    return answer;
  }

  private void callDelete(Block block, long call) {
    long number = block.id().number();
    call(
        () -> actions.delete(block.order()),
        (done, failure) -> notes.accept(new ActionNote.Deleted(number, call, time.now(), failure)));
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
