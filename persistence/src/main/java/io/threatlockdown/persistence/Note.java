package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.Responder.Recalled;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/** What the journal's actors tell each other. */
sealed interface Note extends Responder.Internal {

  /** A note that belongs into the lane of a partition, among the callers' commands. */
  sealed interface ForPartition extends Note {}

  /** To the lane of a partition: take this along with the next write. */
  record Deposit(int partition, ForPartition note) implements Note {}

  /** From a timer: blocks came due. */
  enum Due implements ForPartition {
    INSTANCE
  }

  /** From a timer: ask the firewall again for what it refused. */
  enum Retry implements ForPartition {
    INSTANCE
  }

  /** The wall clock was set; the partition finds out how far. */
  enum ClockStepped implements ForPartition {
    INSTANCE
  }

  /**
   * The firewall answered.
   *
   * @param lift whether it was asked to stop dropping, for blocks that ended
   * @param targets by block number
   * @param failure empty if it did it
   */
  record Answered(
      boolean lift, Map<Long, AddressPrefix> targets, Instant at, Optional<String> failure)
      implements ForPartition {}

  /**
   * Somebody else touched what the firewall holds for these targets.
   *
   * @param by who it was, in words
   */
  record Touched(List<AddressPrefix> targets, String by) implements ForPartition {}

  /** One partition's share of a list. */
  record ListShare(BlockFilter filter, Question<Block> question) implements ForPartition {}

  /** One partition's share of a recall. */
  record RecallShare(AddressPrefix target, Question<Recalled> question) implements ForPartition {}

  /** One partition's share of a pardon. */
  record PardonShare(Responder.Pardon pardon, Question<Integer> question) implements ForPartition {}

  /**
   * From a partition: its share of an answer.
   *
   * @param answer adds the share to the question; true if it was the last
   */
  record Share(Question<?> question, BooleanSupplier answer) implements Note {}

  /** From a partition: all facts are read, it may be written to. */
  record Recovered(int partition) implements Note {}

  /** From a partition: what it was given is on disk, and the firewall is called. */
  record Written(int partition) implements Note {}

  /** From a partition: why it is about to stop. */
  record Failing(int partition, String reason) implements Note {}

  /**
   * From a partition: all facts are read, and it sees whether the disk takes a write.
   *
   * @param state changes no more until the partition has recovered
   */
  record Probing(int partition, PartitionState state) implements Note {}

  /** The firewall answered to drops that are not recorded. */
  record StopgapAnswered(List<AddressPrefix> targets, Optional<String> failure) implements Note {}

  /** A partition stopped. */
  record Stopped(int partition, ActorRef<Partition.Command> ref) implements Note {}

  /** From a timer: start a stopped partition again. */
  record Restart(int partition) implements Note {}

  /**
   * From a partition: what the firewall should hold.
   *
   * @param at when, for somebody may set the wall clock meanwhile
   */
  record Collected(int partition, List<Firewall.Drop> drops, long lastNumber, ClockOffset at)
      implements Note {}

  /**
   * The firewall answered to a reload.
   *
   * @param drops how many drops it was given
   * @param upTo the highest block number that it covered, by partition
   */
  record ReloadAnswered(int drops, Map<Integer, Long> upTo, Instant at, Optional<String> failure)
      implements Note {}

  /** From a timer: ask for a reload again. */
  enum ReloadAgain implements Note {
    INSTANCE
  }

  /** From a timer: see whether the wall clock was set. */
  enum CheckClock implements Note {
    INSTANCE
  }
}
