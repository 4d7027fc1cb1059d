package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Responder.PriorBlocks;
import io.threatlockdown.persistence.PartitionSnapshot.Prior;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What one partition knows: blocks in force, blocks that ended lately, and how often each key was
 * blocked. The sum of its facts, nothing else changes it. Owned by the partition's actor.
 */
final class PartitionState implements JournaledBlocks {
  /** The most blocks in force; further orders are refused. About a kilobyte each. */
  static final int IN_FORCE_MAX = 500_000;

  /** The most blocks in force of one target, whatever their other keys; more are refused. */
  static final int KEYS_OF_TARGET_MAX = 64;

  private final int partition;
  private final Map<Long, Block> inForce = new HashMap<>();
  private final Map<BlockKey, Long> numberByKey = new HashMap<>();
  private final EndedBlocks ended = new EndedBlocks();
  private final Past past = new Past(numberByKey::containsKey);
  private final Standings standings = new Standings();
  private final Memory memory = new Memory();
  private long lastNumber;
  private long suppressions;
  private Optional<Fact.Rebased> lastRebased = Optional.empty(); // since the last snapshot

  PartitionState(int partition) {
    this.partition = partition;
  }

  /** Returns what the snapshot holds. */
  static PartitionState of(int partition, PartitionSnapshot snapshot) {
    PartitionState state = new PartitionState(partition);
    state.lastNumber = snapshot.lastNumber();
    state.suppressions = snapshot.suppressions();
    snapshot.inForce().forEach(state::putInForce);
    snapshot.ended().stream().map(state.memory::kept).forEach(state.ended::put);
    snapshot.priors().forEach(state.past::put);
    snapshot.standings().forEach(state.standings::put);
    return state;
  }

  PartitionSnapshot snapshot() {
    return new PartitionSnapshot(
        lastNumber,
        suppressions,
        List.copyOf(inForce.values()),
        ended.oldestFirst(),
        past.oldestFirst(),
        standings.all());
  }

  @Override
  public PartitionState apply(Facts event) {
    event.facts().forEach(this::apply);
    return this;
  }

  @Override
  public long lastNumber() {
    return lastNumber;
  }

  @Override
  public Standings standings() {
    return standings;
  }

  @Override
  public int endedCount() {
    return ended.size();
  }

  /** Returns how the ends were moved last, since the last snapshot. */
  Optional<Fact.Rebased> lastRebased() {
    return lastRebased;
  }

  int priorsCount() {
    return past.size();
  }

  long suppressions() {
    return suppressions;
  }

  @Override
  public BlockId id(long number) {
    return new BlockId(partition, number);
  }

  @Override
  public Collection<Block> inForce() {
    return inForce.values();
  }

  @Override
  public Optional<Block> inForce(BlockKey key) {
    return Optional.ofNullable(numberByKey.get(key)).map(inForce::get);
  }

  @Override
  public Optional<Block> find(long number) {
    Block block = inForce.get(number);
    return block != null ? Optional.of(block) : ended.find(number);
  }

  /** Returns the blocks in force of the target. */
  List<Block> inForceOf(AddressPrefix target) {
    return past.keys(target).stream().flatMap(key -> inForce(key).stream()).toList();
  }

  /** Returns the blocks in force of these targets. */
  List<Block> inForceOf(List<AddressPrefix> targets) {
    return targets.stream().flatMap(target -> inForceOf(target).stream()).toList();
  }

  /** Whether the target can have no further block, because its keys are too many. */
  boolean isFull(AddressPrefix target) {
    List<BlockKey> keys = past.keys(target);
    return keys.size() >= KEYS_OF_TARGET_MAX && numberByKey.keySet().containsAll(keys);
  }

  /** Returns what the firewall should hold for the target: the longest block in force of it. */
  Optional<Firewall.Drop> drop(AddressPrefix target) {
    boolean any = false;
    boolean endless = false;
    Instant end = Instant.MIN;
    for (BlockKey key : past.keys(target)) {
      Optional<Block> block = inForce(key);
      if (block.isPresent()) {
        any = true;
        Optional<Instant> expiresAt = block.get().expiresAt();
        endless |= expiresAt.isEmpty();
        end = expiresAt.filter(end::isBefore).orElse(end);
      }
    }
    if (!any) {
      return Optional.empty();
    }
    return Optional.of(new Firewall.Drop(target, endless ? Optional.empty() : Optional.of(end)));
  }

  /** Returns the later of two ends; an empty one is never. */
  static Optional<Instant> longest(Optional<Instant> one, Optional<Instant> other) {
    return one.flatMap(a -> other.map(b -> a.isAfter(b) ? a : b));
  }

  /** Returns what the firewall should hold, without what is overdue. */
  List<Firewall.Drop> drops(Instant now) {
    List<Firewall.Drop> drops = new ArrayList<>(inForce.size());
    for (AddressPrefix target : past.targets()) {
      drop(target)
          .filter(drop -> drop.expiresAt().map(now::isBefore).orElse(true))
          .ifPresent(drops::add);
    }
    return drops;
  }

  /** Whether anything is known that a pardon of these would change. */
  boolean knowsAny(List<AddressPrefix> offenders) {
    return standings.hasAny(offenders)
        || offenders.stream().anyMatch(each -> !past.keys(each).isEmpty());
  }

  List<PriorBlocks> recall(AddressPrefix target) {
    List<PriorBlocks> found = new ArrayList<>();
    for (BlockKey key : past.keys(target)) {
      Optional<Block> block = inForce(key);
      if (block.isPresent()) {
        Instant end = block.get().expiresAt().orElse(Instant.MAX);
        found.add(new PriorBlocks(key, block.get().order().offence(), Optional.of(end)));
      } else {
        past.find(key).map(PartitionState::prior).ifPresent(found::add);
      }
    }
    return found;
  }

  private static PriorBlocks prior(Prior prior) {
    return new PriorBlocks(
        prior.key(), prior.offences(), Optional.empty(), Optional.of(prior.endedAt()));
  }

  /** Returns the blocks wanted, the latest first. Looks at every block once. */
  List<Block> list(BlockFilter filter) {
    LatestBlocks latest = new LatestBlocks(filter);
    inForce.values().forEach(latest::offer);
    if (filter.ended()) {
      ended.oldestFirst().forEach(latest::offer);
    }
    return latest.blocks();
  }

  private void apply(Fact fact) {
    if (fact instanceof Fact.Ordered ordered) {
      lastNumber = Math.max(lastNumber, ordered.number());
      putInForce(BlockChanges.begin(id(ordered.number()), ordered.order()));
    } else if (fact instanceof Fact.OfBlock ofBlock) {
      change(ofBlock);
    } else if (fact instanceof Fact.Drifted) {
      replaceInForce(BlockChanges::drifted);
    } else if (fact instanceof Fact.Reapplied reapplied) {
      replaceInForce(
          block ->
              block.id().number() <= reapplied.upTo()
                  ? BlockChanges.enforced(block, reapplied.at(), reapplied.observed())
                  : block);
    } else if (fact instanceof Fact.Rebased rebased) {
      lastRebased = Optional.of(rebased);
      replaceInForce(block -> BlockChanges.rebased(block, rebased.step()));
      past.move(rebased.step());
      standings.move(rebased.step());
    } else if (fact instanceof Fact.Climbed climbed) {
      standings.put(climbed.standing());
    } else if (fact instanceof Fact.Pardoned pardoned) {
      pardon(pardoned);
    } else if (fact instanceof Fact.Suppressed suppressed) {
      suppressions += suppressed.suppression().count();
    }
  }

  private void replaceInForce(UnaryOperator<Block> change) {
    inForce.replaceAll((number, block) -> change.apply(block));
  }

  private void change(Fact.OfBlock fact) {
    long number = fact.number();
    Block before = inForce.get(number);
    if (before == null) {
      ended.change(fact);
      return;
    }
    Block after = BlockChanges.next(before, fact);
    if (after.state().isEnded()) {
      end(after);
    } else {
      inForce.put(number, after);
    }
  }

  private void pardon(Fact.Pardoned fact) {
    standings.pardon(fact.offenders(), fact.at());
    for (AddressPrefix target : fact.offenders()) {
      for (BlockKey key : past.keys(target)) {
        Long number = numberByKey.get(key);
        if (number == null) {
          past.forget(key);
        } else {
          inForce.computeIfPresent(number, (same, block) -> BlockChanges.pardoned(block));
        }
      }
    }
  }

  private void putInForce(Block whole) {
    Block block = memory.kept(whole);
    BlockKey key = block.order().key();
    Long number = block.id().number(); // One object for both maps.
    inForce.put(number, block);
    numberByKey.put(key, number);
    past.begins(key, block.order().addresses());
  }

  private void end(Block block) {
    long number = block.id().number();
    BlockKey key = block.order().key();
    Instant at = block.endedAt().orElseThrow();
    inForce.remove(number);
    numberByKey.remove(key, number);
    ended.put(block);
    past.put(Prior.of(block.order(), at));
    ended.forget(at);
    standings.ended(block.order(), at);
    past.forget(at);
  }
}
