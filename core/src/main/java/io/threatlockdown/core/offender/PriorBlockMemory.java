package io.threatlockdown.core.offender;

import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How often an offender's keys were blocked, and until when. Bounded: an IPv6 offender has more
 * addresses than anybody has memory.
 */
final class PriorBlockMemory {
  /** The most keys remembered; the one unused for longest is forgotten. */
  static final int KEYS_MAX = 256;

  private record Prior(int offences, Instant until, Instant endedAt) {
    static final Prior NONE = new Prior(0, Instant.MIN, Instant.MIN);

    Prior(int offences, Instant until) {
      this(offences, until, until);
    }
  }

  private final Map<BlockKey, Prior> priors =
      new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlockKey, Prior> eldest) {
          return size() > KEYS_MAX;
        }
      };

  /** Takes over what the journal knows. */
  void recall(List<Responder.PriorBlocks> known) {
    recall(known, UnaryOperator.identity());
  }

  /**
   * Takes over what the journal knows.
   *
   * @param time turns its time into the memory's
   */
  void recall(List<Responder.PriorBlocks> known, UnaryOperator<Instant> time) {
    for (Responder.PriorBlocks prior : known) {
      priors.put(
          prior.key(),
          new Prior(
              prior.offences(),
              prior.inForceUntil().map(time).orElse(Instant.MIN),
              prior.inForceUntil().or(prior::endedAt).map(time).orElse(Instant.MIN)));
    }
  }

  /** Whether no offence is counted. */
  boolean isEmpty() {
    return priors.isEmpty();
  }

  /** How often the key was blocked before that time, as far as that is not forgotten. */
  int offences(BlockKey key, Instant at, BlockPolicy policy) {
    Prior prior = prior(key);
    boolean ended = !prior.endedAt().equals(Instant.MIN) && prior.endedAt().isBefore(at);
    return ended
        ? policy.left(prior.offences(), Duration.between(prior.endedAt(), at))
        : prior.offences();
  }

  /** Whether the key is blocked at that time. */
  boolean inForce(BlockKey key, Instant at) {
    return prior(key).until().isAfter(at);
  }

  /** Notes an order before it is answered, so that the next alert is seen as its repetition. */
  void ordered(BlockOrder order, Instant until) {
    Prior prior = prior(order.key());
    priors.put(
        order.key(),
        new Prior(order.offence(), until.isAfter(prior.until()) ? until : prior.until()));
  }

  /** Takes back an order that was given up. */
  void refused(BlockOrder order) {
    priors.put(order.key(), new Prior(Math.max(0, order.offence() - 1), Instant.MIN));
  }

  /** Forgets all offences; a block in force counts as the first unless it was released. */
  void pardon(Instant now, boolean released) {
    priors.values().removeIf(prior -> released || !prior.until().isAfter(now));
    priors.replaceAll((key, prior) -> new Prior(1, prior.until()));
  }

  /** Notes until when the journal says that the key is blocked. */
  void answered(BlockKey key, Instant until) {
    priors.computeIfPresent(key, (same, prior) -> new Prior(prior.offences(), until));
  }

  /** The end of the block that lasts longest; {@link Instant#MIN} if there was none. */
  Instant inForceUntil() {
    return priors.values().stream()
        .map(Prior::until)
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  private Prior prior(BlockKey key) {
    Prior prior = priors.get(key);
    return prior == null ? Prior.NONE : prior;
  }
}
