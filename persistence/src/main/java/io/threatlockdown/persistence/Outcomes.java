package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.Outcome.Kind;
import java.util.Optional;

/** Which outcome a fact is. Functions only. */
final class Outcomes {
  private Outcomes() {}

  /**
   * Returns what became of the block by the fact; empty if that is no outcome, as of an extension.
   *
   * @param before the block before the fact
   */
  static Optional<Kind> kind(Block before, Fact.OfBlock fact) {
    if (fact instanceof Fact.Applied applied) {
      return Optional.of(applied(before, applied.observed()));
    } else if (fact instanceof Fact.ApplyFailed) {
      return Optional.of(Kind.FAILED);
    } else if (fact instanceof Fact.Ran ran) {
      return Optional.of(ran.failure().isPresent() ? Kind.FAILED : Kind.RAN);
    } else if (fact instanceof Fact.Released) {
      return Optional.of(Kind.RELEASED);
    } else if (fact instanceof Fact.Expired) {
      return Optional.of(Kind.EXPIRED);
    } else if (fact instanceof Fact.Lifted) {
      return Optional.of(Kind.UNDONE);
    } else if (fact instanceof Fact.ReleaseFailed) {
      return Optional.of(Kind.UNDO_FAILED);
    } else if (fact instanceof Fact.GivenUp) {
      return Optional.of(Kind.GIVEN_UP);
    } else if (fact instanceof Fact.BlockDrifted) {
      return Optional.of(Kind.DRIFTED);
    }
    return Optional.empty();
  }

  /** What a program did nobody reads back. */
  private static Kind applied(Block block, boolean observed) {
    if (observed) {
      return Kind.OBSERVED;
    }
    boolean byProgram =
        ActionState.isBy(block, Means.PROGRAM) || ActionState.isBy(block, Means.ARGV_PROGRAM);
    return byProgram ? Kind.APPLIED : Kind.VERIFIED;
  }

  /** Returns what was answered, as far as the fact has it. */
  static Optional<String> detail(Fact.OfBlock fact) {
    if (fact instanceof Fact.ApplyFailed failed) {
      return Optional.of(failed.failure());
    } else if (fact instanceof Fact.Ran ran) {
      return ran.failure();
    } else if (fact instanceof Fact.ReleaseFailed failed) {
      return Optional.of(failed.failure());
    } else if (fact instanceof Fact.GivenUp givenUp) {
      return Optional.of(givenUp.failure());
    } else if (fact instanceof Fact.BlockDrifted drifted) {
      return Optional.of(drifted.by());
    }
    return Optional.empty();
  }

  /** Returns the outcome that a fact about no block is, if it is one. */
  static Optional<Outcome> of(Fact fact) {
    if (fact instanceof Fact.Suppressed suppressed) {
      return Optional.of(new Outcome.Suppressed(suppressed.suppression()));
    } else if (fact instanceof Fact.ForeignRemoved removed) {
      return Optional.of(
          new Outcome.OfFirewall(
              Kind.FOREIGN,
              removed.at(),
              1,
              Optional.of(removed.target()),
              Optional.of(removed.by())));
    }
    return Optional.empty();
  }
}
