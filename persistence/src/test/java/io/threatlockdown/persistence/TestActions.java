package io.threatlockdown.persistence;

import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.Actions;
import io.threatlockdown.core.response.BlockOrder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;

/** Actions that a test carries out by hand: each call waits until the test answers it. */
final class TestActions implements Actions {
  private static final long PATIENCE_SECONDS = 10;

  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

  /** One call, not answered yet. */
  static final class Call {
    final String verb;
    final BlockOrder order;
    private final Optional<KeyCheck> keys;
    private final CompletableFuture<Begun> begun = new CompletableFuture<>();

    private Call(String verb, BlockOrder order, Optional<KeyCheck> keys) {
      this.verb = verb;
      this.order = order;
      this.keys = keys;
    }

    /** Tells the program's keys, and returns whether it is to go on. */
    boolean tell(String... told) {
      return keys.orElseThrow().mayGoOn(List.of(told)).toCompletableFuture().join();
    }

    /** The same, and does not wait for the answer. */
    CompletableFuture<Boolean> telling(String... told) {
      return keys.orElseThrow().mayGoOn(List.of(told)).toCompletableFuture();
    }

    void succeed() {
      begun.complete(new Begun(true, Optional.empty()));
    }

    void end() {
      begun.complete(new Begun(false, Optional.empty()));
    }

    void fail(String why) {
      begun.completeExceptionally(new ActionException(why));
    }
  }

  @Override
  public CompletionStage<Begun> add(BlockOrder order, KeyCheck keys) {
    return called(new Call("add", order, Optional.of(keys))).begun;
  }

  @Override
  public CompletionStage<Done> delete(BlockOrder order) {
    return called(new Call("delete", order, Optional.empty()))
        .begun
        .thenApply(begun -> Done.getInstance());
  }

  @Override
  public Optional<String> observing() {
    return Optional.empty();
  }

  /** Waits for the next call. */
  Call next() throws InterruptedException {
    Call call = calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("nothing was called");
    }
    return call;
  }

  /** Waits for the next call, which must be this. */
  Call next(String verb) throws InterruptedException {
    Call call = next();
    if (!call.verb.equals(verb)) {
      throw new AssertionError(call.verb + " was called, not " + verb);
    }
    return call;
  }

  boolean isQuiet() {
    return calls.isEmpty();
  }

  private Call called(Call call) {
    calls.add(call);
    return call;
  }
}
