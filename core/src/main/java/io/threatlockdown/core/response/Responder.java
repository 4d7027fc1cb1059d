package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;

/** The messages understood by whoever carries out blocks and remembers them. */
public interface Responder {

  /** Everything a responder accepts. */
  sealed interface Command
      permits Order,
          Suppress,
          Release,
          ListBlocks,
          FindBlock,
          Recall,
          Pardon,
          Disturbed,
          Reload,
          Internal {}

  /**
   * Carry out the order. If its key is blocked already, the block is extended to the later end.
   * Answered as soon as the fact is on disk, before the world is touched.
   */
  record Order(BlockOrder order, ActorRef<Ordered> replyTo) implements Command {}

  /** Record that a response was suppressed. Not answered. */
  record Suppress(Suppression suppression) implements Command {}

  /**
   * Lift a block early.
   *
   * @param by who asks, such as {@code token:admin}
   * @param reason the operator's words
   */
  record Release(BlockId id, String by, String reason, ActorRef<Released> replyTo)
      implements Command {}

  /** Reply with blocks, the latest first. */
  record ListBlocks(BlockFilter filter, ActorRef<Blocks> replyTo) implements Command {}

  /** Reply with one block, in force or remembered. */
  record FindBlock(BlockId id, ActorRef<Found> replyTo) implements Command {}

  /**
   * Reply with what is known of an offender, so that it can go on where it stopped. Of a single
   * address these are the keys that are that address and nothing else.
   *
   * @param ladders whether its standings on ladders are asked for too
   */
  record Recall(AddressPrefix target, boolean ladders, ActorRef<Recalled> replyTo)
      implements Command {
    public Recall(AddressPrefix target, ActorRef<Recalled> replyTo) {
      this(target, false, replyTo);
    }
  }

  /**
   * Forget the offences of these offenders, because somebody logged in from there. What is in force
   * counts as their first offence, unless it is to end.
   *
   * @param release whether responses in force about just these addresses end
   * @param by who pardons, in words
   * @param reason why, in words
   */
  record Pardon(
      List<AddressPrefix> offenders,
      boolean release,
      String by,
      String reason,
      ActorRef<Pardoned> replyTo)
      implements Command {
    public Pardon {
      offenders = List.copyOf(offenders);
    }

    /** Returns about whom responses end. */
    public List<AddressPrefix> released() {
      return release ? offenders : List.of();
    }

    /** Returns the same, to be answered to another. */
    public Pardon answering(ActorRef<Pardoned> other) {
      return new Pardon(offenders, release, by, reason, other);
    }
  }

  /**
   * Somebody else touched what the firewall holds for these targets: put back what should be there,
   * remove what should not, and record it. Not answered.
   *
   * @param by who it was, in words
   */
  record Disturbed(List<AddressPrefix> targets, String by) implements Command {
    public Disturbed {
      targets = List.copyOf(targets);
    }
  }

  /**
   * Make the firewall hold exactly the blocks in force again, because it lost them: somebody
   * flushed the ruleset, or a first reload failed. Not answered.
   */
  enum Reload implements Command {
    INSTANCE
  }

  /** What a responder sends itself, such as timers. Callers never send these. */
  non-sealed interface Internal extends Command {}

  /**
   * The answer to an order.
   *
   * @param extended whether the key was blocked already
   * @param failure why it was refused; the order is then not carried out. Empty: it is on disk
   */
  record Ordered(
      BlockOrder order,
      Optional<BlockId> id,
      Optional<Instant> expiresAt,
      boolean extended,
      Optional<String> failure) {}

  /** The answer to a release: the block, ended, or empty if there is no such block in force. */
  record Released(Optional<Block> block) {}

  /** Blocks, the latest first. */
  record Blocks(List<Block> blocks) {}

  /** The block asked for, if known. */
  record Found(Optional<Block> block) {}

  /**
   * What the journal knows of a target.
   *
   * @param priors one entry a block key
   * @param standings one entry a ladder, if asked for
   */
  record Recalled(AddressPrefix target, List<PriorBlocks> priors, List<Standing> standings) {
    public Recalled {
      priors = List.copyOf(priors);
      standings = List.copyOf(standings);
    }

    public Recalled(AddressPrefix target, List<PriorBlocks> priors) {
      this(target, priors, List.of());
    }

    /** Returns what this and another know; of two standings on a ladder the later counts. */
    public Recalled and(Recalled other) {
      List<PriorBlocks> allPriors = new ArrayList<>(priors);
      allPriors.addAll(other.priors);
      Map<String, Standing> latest = new TreeMap<>();
      Stream.concat(standings.stream(), other.standings.stream())
          .forEach(
              each ->
                  latest.merge(
                      each.ladder(), each, (one, two) -> one.at().isAfter(two.at()) ? one : two));
      return new Recalled(target, allPriors, List.copyOf(latest.values()));
    }
  }

  /** The answer to a pardon, once it is on disk: how many responses it ended. */
  record Pardoned(int released) {}

  /**
   * What the journal knows of one block key.
   *
   * @param offences how often the key was blocked so far
   * @param inForceUntil end of the block in force; empty if there is none. {@link Instant#MAX} for
   *     one that ends by hand only
   * @param endedAt when the last one ended; empty while one is in force
   */
  record PriorBlocks(
      BlockKey key, int offences, Optional<Instant> inForceUntil, Optional<Instant> endedAt) {
    public PriorBlocks(BlockKey key, int offences, Optional<Instant> inForceUntil) {
      this(key, offences, inForceUntil, Optional.empty());
    }
  }
}
