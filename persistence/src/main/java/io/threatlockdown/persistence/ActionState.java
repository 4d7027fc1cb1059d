package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.persistence.PartitionSnapshot.Prior;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of responses that are no drops: those in force with their whole alerts, which
 * undoing them needs, those that ended and are not undone yet, and those that ended lately. The sum
 * of its facts, nothing else changes it. Owned by {@link ActionJournal}.
 */
final class ActionState implements JournaledBlocks {
  /** The most responses in force; further orders are refused. */
  static final int IN_FORCE_MAX = 10_000;

  /** The most characters of the alerts of those in force; beyond, orders are refused. */
  static final long ALERT_CHARS_MAX = 64 << 20;

  /** How many facts come between two snapshots. */
  static final int SNAPSHOT_EVERY = 5_000;

  private final int partition;
  private final Map<Long, Block> inForce = new LinkedHashMap<>();
  private final Map<BlockKey, Long> numberByKey = new HashMap<>();
  private final Map<Long, Block> undoing = new LinkedHashMap<>();
  private final EndedBlocks ended = new EndedBlocks();
  private final Priors priors = new Priors();
  private final Standings standings = new Standings();
  private Optional<Fact.Rebased> lastRebased = Optional.empty(); // since the last snapshot
  private long lastNumber;
  private long alertChars;
  private int factsSinceSnapshot;

  ActionState(int partition) {
    this.partition = partition;
  }

  /** Returns what the snapshot holds. */
  static ActionState of(int partition, PartitionSnapshot snapshot) {
    ActionState state = new ActionState(partition);
    state.lastNumber = snapshot.lastNumber();
    for (Block block : snapshot.inForce()) {
      if (block.state().isEnded()) {
        state.undoing.put(block.id().number(), block);
      } else {
        state.put(block);
      }
    }
    snapshot.ended().forEach(state.ended::put);
    snapshot.priors().forEach(state.priors::put);
    snapshot.standings().forEach(state.standings::put);
    return state;
  }

  /** Returns what a snapshot holds; those to be undone stand among those in force. */
  PartitionSnapshot snapshot() {
    List<Block> withAlerts = new ArrayList<>(inForce.values());
    withAlerts.addAll(undoing.values());
    return new PartitionSnapshot(
        lastNumber, 0, withAlerts, ended.oldestFirst(), priors.oldestFirst(), standings.all());
  }

  @Override
  public ActionState apply(Facts event) {
    event.facts().forEach(this::apply);
    factsSinceSnapshot += 1 + event.facts().size();
    return this;
  }

  /** Whether it is time for a snapshot; once, until it is again. */
  boolean takeSnapshotDue(long every) {
    boolean due = factsSinceSnapshot >= every;
    if (due) {
      factsSinceSnapshot = 0;
    }
    return due;
  }

  /** Returns how the ends were moved last, since the last snapshot. */
  Optional<Fact.Rebased> lastRebased() {
    return lastRebased;
  }

  @Override
  public long lastNumber() {
    return lastNumber;
  }

  @Override
  public BlockId id(long number) {
    return new BlockId(partition, number);
  }

  @Override
  public Collection<Block> inForce() {
    return inForce.values();
  }

  /** Returns those in force that a start begins, or makes sure of. */
  List<Block> toBegin() {
    return inForce.values().stream()
        .filter(block -> isBuiltIn(block) || block.state() == Block.State.PENDING)
        .toList();
  }

  /** Returns those that ended and are not undone yet. */
  Collection<Block> undoing() {
    return undoing.values();
  }

  /** Returns the one of that number, if it ended and is not undone yet. */
  Optional<Block> undoing(long number) {
    return Optional.ofNullable(undoing.get(number));
  }

  /** Returns the one in force of the same key and target as one that is to be undone. */
  Optional<Block> next(Block undoing) {
    return inForce(undoing.order().key())
        .filter(next -> next.order().target().equals(undoing.order().target()));
  }

  @Override
  public Optional<Block> inForce(BlockKey key) {
    return Optional.ofNullable(numberByKey.get(key)).map(inForce::get);
  }

  @Override
  public Optional<Block> find(long number) {
    return Optional.ofNullable(inForce.get(number))
        .or(() -> Optional.ofNullable(undoing.get(number)))
        .or(() -> ended.find(number));
  }

  /** Returns the one of that number, if it is in force. */
  Optional<Block> notEnded(long number) {
    return Optional.ofNullable(inForce.get(number));
  }

  @Override
  public int endedCount() {
    return ended.size() + undoing.size();
  }

  /** Whether there is no room for the order's alert. */
  boolean isFull(BlockOrder order) {
    return inForce.size() >= IN_FORCE_MAX
        || alertChars + order.alertJson().length() > ALERT_CHARS_MAX;
  }

  /** Returns how often the key was blocked before, as far as that counts. */
  int offences(BlockKey key, Instant now, BlockPolicy policy) {
    return priors
        .find(key)
        .map(prior -> policy.left(prior.offences(), Duration.between(prior.endedAt(), now)))
        .orElse(0);
  }

  @Override
  public Standings standings() {
    return standings;
  }

  /** Whether anything is known of these that is not in force. */
  boolean hasPast(List<AddressPrefix> offenders) {
    return standings.hasAny(offenders)
        || priors.oldestFirst().stream().anyMatch(prior -> prior.isAbout(offenders));
  }

  /** Returns those in force that are about just these addresses. */
  List<Block> inForceOf(List<AddressPrefix> targets) {
    return inForce.values().stream()
        .filter(block -> Prior.of(block.order(), Instant.EPOCH).isAbout(targets))
        .toList();
  }

  /** Returns the blocks wanted, the latest first, with their alerts in the short form. */
  List<Block> list(BlockFilter filter) {
    LatestBlocks latest = new LatestBlocks(filter);
    inForce.values().forEach(latest::offer);
    if (filter.ended()) {
      undoing.values().forEach(latest::offer);
      ended.oldestFirst().forEach(latest::offer);
    }
    return latest.blocks().stream().map(Memory::shown).toList();
  }

  private void apply(Fact fact) {
    if (fact instanceof Fact.Ordered ordered) {
      lastNumber = Math.max(lastNumber, ordered.number());
      put(BlockChanges.begin(id(ordered.number()), ordered.order()));
    } else if (fact instanceof Fact.Joined joined) {
      var unused = remove(joined.number());
    } else if (fact instanceof Fact.OfBlock ofBlock) {
      change(ofBlock);
    } else if (fact instanceof Fact.Rebased rebased) {
      lastRebased = Optional.of(rebased);
      inForce.replaceAll((number, block) -> BlockChanges.rebased(block, rebased.step()));
      priors.move(rebased.step());
      standings.move(rebased.step());
    } else if (fact instanceof Fact.Climbed climbed) {
      standings.put(climbed.standing());
    } else if (fact instanceof Fact.Pardoned pardoned) {
      List<AddressPrefix> offenders = pardoned.offenders();
      standings.pardon(offenders, pardoned.at());
      priors.forgetIf(prior -> prior.isAbout(offenders), forgotten -> {});
      inForceOf(offenders)
          .forEach(block -> inForce.put(block.id().number(), BlockChanges.pardoned(block)));
    }
  }

  private void change(Fact.OfBlock fact) {
    long number = fact.number();
    Block before = inForce.get(number);
    if (before != null) {
      Block after = BlockChanges.next(before, fact);
      if (after.state().isEnded()) {
        end(before, after, fact instanceof Fact.Ran);
      } else {
        put(after);
      }
    } else if (undoing.containsKey(number)) {
      Block after = BlockChanges.next(undoing.get(number), fact);
      if (fact instanceof Fact.Lifted || fact instanceof Fact.GivenUp) {
        undoing.remove(number);
        ended.put(Memory.shown(after));
      } else {
        undoing.put(number, after);
      }
    } else {
      ended.change(fact);
    }
  }

  private void put(Block block) {
    Block before = inForce.put(block.id().number(), block);
    alertChars += block.order().alertJson().length();
    alertChars -= before == null ? 0 : before.order().alertJson().length();
    if (!block.order().key().keys().isEmpty()) {
      numberByKey.put(block.order().key(), block.id().number());
    }
  }

  private Optional<Block> remove(long number) {
    Optional<Block> block = Optional.ofNullable(inForce.remove(number));
    block.ifPresent(
        removed -> {
          alertChars -= removed.order().alertJson().length();
          numberByKey.remove(removed.order().key(), number);
        });
    return block;
  }

  private void end(Block before, Block block, boolean ran) {
    long number = block.id().number();
    BlockOrder order = block.order();
    Instant at = block.endedAt().orElseThrow();
    var unused = remove(number);
    boolean told = !order.key().keys().isEmpty();
    if (isToBeUndone(before) && !ran) {
      undoing.put(number, block);
    } else {
      ended.put(Memory.shown(block));
    }
    if (told && order.duration().isPresent()) {
      priors.put(Prior.of(order, at));
      priors.forget(at, forgotten -> {});
    }
    standings.ended(order, at);
    ended.forget(at);
  }

  /** Whether there is something to undo when the response, which is in force, ends. */
  static boolean isToBeUndone(Block block) {
    return !block.order().key().keys().isEmpty() && block.state() != Block.State.OBSERVED;
  }

  /** Whether the response is carried out by this process. */
  static boolean isBuiltIn(Block block) {
    return isBy(block, Action.Means.BUILT_IN);
  }

  static boolean isBy(Block block, Action.Means means) {
    return block.order().action().map(Action::means).equals(Optional.of(means));
  }
}
