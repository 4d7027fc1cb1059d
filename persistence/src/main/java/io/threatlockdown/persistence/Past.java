package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.persistence.PartitionSnapshot.Prior;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The earlier drops of a partition, and the keys of each target: those dropped now included. */
final class Past {
  private final Priors priors = new Priors();
  private final TargetIndex keysByTarget = new TargetIndex();
  private final Predicate<BlockKey> inForce;

  /**
   * @param inForce whether a key is dropped now
   */
  Past(Predicate<BlockKey> inForce) {
    this.inForce = inForce;
  }

  int size() {
    return priors.size();
  }

  List<Prior> oldestFirst() {
    return priors.oldestFirst();
  }

  Optional<Prior> find(BlockKey key) {
    return priors.find(key);
  }

  Set<AddressPrefix> targets() {
    return keysByTarget.targets();
  }

  /** Returns the keys of the target, the first known first. */
  List<BlockKey> keys(AddressPrefix target) {
    return keysByTarget.keys(target);
  }

  /** A block begins: what was before is in it. */
  void begins(BlockKey key, AddressPrefix target) {
    priors
        .remove(key)
        .map(Prior::addresses)
        .filter(before -> !before.equals(target))
        .ifPresent(before -> keysByTarget.remove(before, key));
    index(key, target);
  }

  /** Remembers an earlier block, as the latest. */
  void put(Prior prior) {
    priors.put(prior);
    index(prior.key(), prior.addresses());
  }

  /** Somebody set the wall clock. */
  void move(Duration step) {
    priors.move(step);
  }

  /** Forgets what is too much or too old. */
  void forget(Instant now) {
    priors.forget(now, prior -> keysByTarget.remove(prior.addresses(), prior.key()));
  }

  /** Forgets the earlier blocks of a key. */
  void forget(BlockKey key) {
    priors.remove(key).ifPresent(prior -> keysByTarget.remove(prior.addresses(), key));
  }

  private void index(BlockKey key, AddressPrefix target) {
    List<BlockKey> keys = keysByTarget.add(target, key);
    if (keys.size() > PartitionState.KEYS_OF_TARGET_MAX) {
      keys.stream().filter(inForce.negate()).findFirst().ifPresent(this::forget);
    }
  }
}
