package io.threatlockdown.persistence;

import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.persistence.PartitionSnapshot.Prior;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** How often keys were blocked that are not blocked now, the oldest end first. Bounded. */
final class Priors {
  /** The most keys whose earlier blocks are remembered, the oldest are forgotten first. */
  static final int KEYS_MAX = 50_000;

  /** How long the earlier blocks of a key count against it at the most. */
  static final Duration KEPT = Duration.ofDays(30);

  private final LinkedHashMap<BlockKey, Prior> priors = new LinkedHashMap<>();

  int size() {
    return priors.size();
  }

  List<Prior> oldestFirst() {
    return List.copyOf(priors.values());
  }

  Optional<Prior> find(BlockKey key) {
    return Optional.ofNullable(priors.get(key));
  }

  /** Remembers one, as the latest. */
  void put(Prior prior) {
    priors.remove(prior.key());
    priors.put(prior.key(), prior);
  }

  Optional<Prior> remove(BlockKey key) {
    return Optional.ofNullable(priors.remove(key));
  }

  /** Somebody set the wall clock. */
  void move(Duration step) {
    priors.replaceAll(
        (key, prior) ->
            new Prior(key, prior.target(), prior.offences(), prior.endedAt().plus(step)));
  }

  /**
   * Forgets what is too much or too old.
   *
   * @param forgotten is told of each
   */
  void forget(Instant now, Consumer<Prior> forgotten) {
    Instant horizon = now.minus(KEPT);
    Iterator<Prior> oldest = priors.values().iterator();
    while (oldest.hasNext()) {
      Prior prior = oldest.next();
      if (priors.size() <= KEYS_MAX && !prior.endedAt().isBefore(horizon)) {
        return;
      }
      oldest.remove();
      forgotten.accept(prior);
    }
  }

  /** Forgets those for which this holds, and tells of each. */
  void forgetIf(Predicate<Prior> which, Consumer<Prior> forgotten) {
    Iterator<Prior> each = priors.values().iterator();
    while (each.hasNext()) {
      Prior prior = each.next();
      if (which.test(prior)) {
        each.remove();
        forgotten.accept(prior);
      }
    }
  }
}
