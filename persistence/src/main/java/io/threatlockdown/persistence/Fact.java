package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Standing;
import io.threatlockdown.core.response.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One thing that happened to the blocks of a partition. Facts carry absolute values and their own
 * time, so that replaying them needs neither a clock nor the world. Their CBOR form is {@link
 * FactCbor}.
 */
sealed interface Fact {

  /** A fact about one block, named by its running number in the partition. */
  sealed interface OfBlock extends Fact {
    /** Returns the running number of the block. */
    long number();

    /** Returns when it happened. */
    Instant at();
  }

  /** A block begins. The alert is the whole line of JSON here, and nowhere later. */
  record Ordered(long number, BlockOrder order) implements OfBlock {
    @Override
    public Instant at() {
      return order.at();
    }
  }

  /** The firewall said that it drops; or, when it only observes, that it would have. */
  record Applied(long number, Instant at, boolean observed) implements OfBlock {}

  /** The firewall refused to drop. It is tried again. */
  record ApplyFailed(long number, Instant at, String failure) implements OfBlock {}

  /**
   * Another order came for a block in force.
   *
   * @param expiresAt the end from now on; empty: only by hand
   * @param suppressedAlerts how many orders the block has swallowed by now
   */
  record Extended(long number, Instant at, Optional<Instant> expiresAt, long suppressedAlerts)
      implements OfBlock {}

  /**
   * A program said which keys its response is about, and was told to go on.
   *
   * @param offence how many times the keys were blocked, this time included
   */
  record Keyed(
      long number,
      Instant at,
      List<String> keys,
      int offence,
      Optional<Duration> duration,
      Optional<Instant> expiresAt)
      implements OfBlock {
    public Keyed {
      keys = List.copyOf(keys);
    }
  }

  /** A program named keys that are in force already, and was told to do nothing. */
  record Joined(long number, Instant at, long into) implements OfBlock {}

  /**
   * A response without anything to undo is over.
   *
   * @param failure what went wrong; empty if nothing did
   */
  record Ran(long number, Instant at, Optional<String> failure) implements OfBlock {}

  /** A response that ended could not be undone, and is tried no more. */
  record GivenUp(long number, Instant at, String failure) implements OfBlock {}

  /** An operator ended the block. */
  record Released(long number, Instant at, String by, String reason) implements OfBlock {}

  /** The block ended at its time. */
  record Expired(long number, Instant at) implements OfBlock {}

  /** The firewall said that it no longer drops, after the block ended. */
  record Lifted(long number, Instant at) implements OfBlock {}

  /** The firewall refused to stop dropping, after the block ended. It is tried until it works. */
  record ReleaseFailed(long number, Instant at, String failure) implements OfBlock {}

  /**
   * Somebody else touched the drop of the block in the firewall. It is put back.
   *
   * @param by who it was, in words
   */
  record BlockDrifted(long number, Instant at, String by) implements OfBlock {}

  /**
   * The firewall held a drop that no block called for. It is removed.
   *
   * @param by who put it there, in words
   */
  record ForeignRemoved(AddressPrefix target, Instant at, String by) implements Fact {}

  /** The firewall lost every block of the partition that was in force. */
  record Drifted(Instant at) implements Fact {}

  /** A reload put every block in force back, as far as its number is at most {@code upTo}. */
  record Reapplied(Instant at, long upTo, boolean observed) implements Fact {}

  /**
   * The wall clock was set, so the ends of all blocks in force moved with it: what is left of each
   * stays the same.
   *
   * @param step positive if the clock was set forward
   */
  record Rebased(Instant at, Duration step) implements Fact {}

  /** An order, recorded along with this, is a step of a ladder; the offender is there now. */
  record Climbed(Standing standing) implements Fact {}

  /** Offences of these offenders are forgotten; what is in force counts as the first. */
  record Pardoned(List<AddressPrefix> offenders, Instant at) implements Fact {
    public Pardoned {
      offenders = List.copyOf(offenders);
    }
  }

  /** A response was due and forbidden. */
  record Suppressed(Suppression suppression) implements Fact {}
}
