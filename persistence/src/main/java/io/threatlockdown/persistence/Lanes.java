package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.Responder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The lanes to all partitions: which command goes where, and questions that go to all. */
final class Lanes {
  /** How many partitions share the blocks. Part of the format: a key must find its old blocks. */
  static final int PARTITIONS = 4;

  private final List<Lane> lanes;
  private final Set<Question<?>> open = new LinkedHashSet<>();

  /**
   * @param stopgap takes the orders of lanes that are down; empty if these refuse
   */
  Lanes(Optional<Stopgap> stopgap, Time time) {
    lanes =
        IntStream.range(0, PARTITIONS).mapToObj(number -> new Lane(number, stopgap, time)).toList();
  }

  /** Returns the partition of a key. Programs that block one address by the same key share it. */
  static int partition(BlockKey key) {
    return partition(key.keys());
  }

  private static int partition(List<String> keys) {
    return Math.floorMod(keys.hashCode(), PARTITIONS);
  }

  Lane lane(int partition) {
    return lanes.get(partition);
  }

  void each(Consumer<Lane> verb) {
    lanes.forEach(verb);
  }

  /** Whether all partitions have read their facts and none has stopped. */
  boolean areRecovered() {
    return lanes.stream().allMatch(Lane::isRecovered);
  }

  /** Whether of all partitions it is known what is on disk, also of those that have stopped. */
  boolean areKnown() {
    return lanes.stream().allMatch(lane -> lane.isRecovered() || lane.lastKnown().isPresent());
  }

  /** Whether a partition has stopped or its write takes too long. */
  boolean areTroubled() {
    return lanes.stream().anyMatch(lane -> lane.isDown() || lane.isLate());
  }

  /** Whether no write is under way. */
  boolean areIdle() {
    return lanes.stream().allMatch(Lane::isIdle);
  }

  void send() {
    lanes.forEach(Lane::send);
  }

  /** Puts a caller's command where it belongs. */
  void route(Responder.Command command) {
    if (command instanceof Responder.Order order) {
      lane(partition(order.order().key())).add(order);
    } else if (command instanceof Responder.Suppress suppress) {
      int spread = Math.floorMod(suppress.suppression().target().hashCode(), PARTITIONS);
      lane(spread).add(suppress);
    } else if (command instanceof Responder.Disturbed disturbed) {
      touched(disturbed);
    } else if (command instanceof Responder.Recall recall) {
      recall(recall);
    } else if (command instanceof Responder.Pardon pardon) {
      pardon(pardon);
    } else if (command instanceof Responder.ListBlocks list) {
      list(list);
    } else if (command instanceof Responder.FindBlock find) {
      if (find.id().partition() < PARTITIONS) {
        lane(find.id().partition()).add(find);
      } else {
        find.replyTo().tell(new Responder.Found(Optional.empty()));
      }
    } else if (command instanceof Responder.Release release) {
      if (release.id().partition() < PARTITIONS) {
        lane(release.id().partition()).add(release);
      } else {
        release.replyTo().tell(new Responder.Released(Optional.empty()));
      }
    }
  }

  /** Adds a partition's share to its question. */
  void answer(Note.Share share) {
    if (share.answer().getAsBoolean()) {
      open.remove(share.question());
    }
  }

  /** Does without the shares of a partition that stopped. */
  void miss(int partition) {
    open.removeIf(question -> question.miss(partition));
  }

  /** A target is the key of the programs that have it dropped, so its partition knows all of it. */
  private void touched(Responder.Disturbed command) {
    Map<Integer, List<AddressPrefix>> shares =
        command.targets().stream()
            .collect(Collectors.groupingBy(target -> partition(List.of(target.toString()))));
    shares.forEach(
        (partition, targets) -> lane(partition).add(new Note.Touched(targets, command.by())));
  }

  private void list(Responder.ListBlocks command) {
    BlockFilter filter = command.filter();
    Question<Block> question =
        new Question<>(
            blocks -> {
              LatestBlocks latest = new LatestBlocks(filter);
              blocks.forEach(latest::offer);
              command.replyTo().tell(new Responder.Blocks(latest.blocks()));
            });
    ask(lanes, question, new Note.ListShare(filter, question));
  }

  private void recall(Responder.Recall command) {
    Responder.Recalled nothing = new Responder.Recalled(command.target(), List.of());
    Question<Responder.Recalled> question =
        new Question<>(
            shares ->
                command.replyTo().tell(shares.stream().reduce(nothing, Responder.Recalled::and)));
    Note.RecallShare share = new Note.RecallShare(command.target(), question);
    // A step of a ladder may be about a network, whose key leads elsewhere.
    if (command.target().isSingle() && !command.ladders()) {
      ask(List.of(lane(partition(List.of(command.target().toString())))), question, share);
    } else {
      ask(lanes, question, share);
    }
  }

  private void pardon(Responder.Pardon command) {
    Question<Integer> question =
        new Question<>(
            released ->
                command
                    .replyTo()
                    .tell(
                        new Responder.Pardoned(
                            released.stream().mapToInt(Integer::intValue).sum())));
    ask(lanes, question, new Note.PardonShare(command, question));
  }

  /** Asks these partitions but for those that stopped or have too much to do. */
  private void ask(List<Lane> candidates, Question<?> question, Note.ForPartition share) {
    List<Lane> asked = candidates.stream().filter(Lane::isOpen).toList();
    if (asked.isEmpty()) {
      boolean unused = question.settle();
      return;
    }
    open.add(question);
    for (Lane lane : asked) {
      question.ask(lane.number());
      lane.add(share);
    }
  }
}
