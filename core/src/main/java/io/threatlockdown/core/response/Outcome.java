package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a response, as far as it is known: what the kernel, the program or the operator
 * said, not what was asked. The journal has it on disk before anybody is told.
 */
public sealed interface Outcome {

  /** What may become of a response. Lower-cased these are the words of the log. */
  enum Kind {
    /** It is in force, and was read back. */
    VERIFIED(3),
    /** A program said so by its exit status; nobody can look. */
    APPLIED(3),
    /** It would be in force, but the service or the response only observes. */
    OBSERVED(3),
    /** It was carried out, and there is nothing that could be undone. */
    RAN(3),
    /** It could not be carried out. */
    FAILED(9),
    /** An operator ended it. */
    RELEASED(5),
    /** It ended at its time. */
    EXPIRED(3),
    /** It is undone after its end. */
    UNDONE(3),
    /** It could not be undone after its end; that is tried again. */
    UNDO_FAILED(8),
    /** It could not be undone, and is tried no more. */
    GIVEN_UP(12),
    /** It is not undone, for another of the same key began meanwhile. */
    LEFT(3),
    /** It was due, but its target is allowlisted. */
    ALLOWLISTED(6),
    /** It was due, but its target is guarded. */
    GUARDED(7),
    /** It was due, but there were too many new blocks. */
    OVER_BUDGET(9),
    /** It was due at an agent that is not there. */
    UNREACHABLE(8),
    /** It was due, and something else was in its way. */
    SUPPRESSED(5),
    /** Somebody else touched it; it is put back. */
    DRIFTED(8),
    /** Somebody else added something where only responses are; it is removed. */
    FOREIGN(8),
    /** The firewall holds exactly the blocks in force again. */
    RESTORED(3),
    /** The firewall refused to hold the blocks in force; that is tried again. */
    RESTORE_FAILED(12);

    private final int level;

    Kind(int level) {
      this.level = level;
    }

    /** Returns the level of the shipped rule for it, as rules have levels. */
    public int level() {
      return level;
    }

    /** Returns its word in the log. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns what it is. */
  Kind kind();

  /** Returns when it was known. */
  Instant at();

  /**
   * What became of one block.
   *
   * @param block as it is now
   * @param detail what was answered, in words; the program's or the kernel's own
   */
  record OfBlock(Kind kind, Instant at, Block block, Optional<String> detail) implements Outcome {}

  /** A response that was due and not ordered. */
  record Suppressed(Suppression suppression) implements Outcome {
    @Override
    public Kind kind() {
      String because = suppression.because();
      if (because.startsWith(Allowlist.BECAUSE)) {
        return Kind.ALLOWLISTED;
      } else if (because.startsWith(GuardSet.BECAUSE)) {
        return Kind.GUARDED;
      } else if (because.startsWith(BlockBudget.BECAUSE)) {
        return Kind.OVER_BUDGET;
      } else if (because.endsWith(NOT_CONNECTED)) {
        return Kind.UNREACHABLE;
      }
      return Kind.SUPPRESSED;
    }

    @Override
    public Instant at() {
      return suppression.at();
    }
  }

  /** How a suppression ends of which the executing host is not there. */
  String NOT_CONNECTED = " is not connected";

  /**
   * What became of what the firewall holds besides single blocks.
   *
   * @param blocks how many were meant to be held
   * @param target whom something foreign was about
   * @param detail who it was, or what the firewall answered
   */
  record OfFirewall(
      Kind kind, Instant at, long blocks, Optional<AddressPrefix> target, Optional<String> detail)
      implements Outcome {}
}
