package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Actions.Begun;
import io.threatlockdown.core.response.Responder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What {@link ActionJournal} is told by those that carry out its responses, and by its timers. */
sealed interface ActionNote extends Responder.Internal {

  /** An order came, and may have waited since. */
  record Given(Waiting order) implements ActionNote {}

  /**
   * A program says what it is about, and waits.
   *
   * @param answer is completed with whether it is to go on
   */
  record KeysTold(long number, List<String> keys, CompletableFuture<Boolean> answer)
      implements ActionNote {}

  /**
   * A response was begun, or could not be.
   *
   * @param call which call it was
   * @param begun empty if it failed
   */
  record Added(long number, long call, Instant at, Optional<Begun> begun, Optional<String> failure)
      implements ActionNote {}

  /**
   * A response was undone, or could not be.
   *
   * @param call which call it was
   */
  record Deleted(long number, long call, Instant at, Optional<String> failure)
      implements ActionNote {}

  /** From a timer: try again what failed. */
  record Again(long number) implements ActionNote {}

  /** From a timer: responses came due. */
  enum Due implements ActionNote {
    INSTANCE
  }

  /** From a timer: see whether the wall clock was set. */
  enum CheckClock implements ActionNote {
    INSTANCE
  }
}
