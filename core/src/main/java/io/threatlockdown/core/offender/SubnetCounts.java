package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.BlockScope.Escalation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which addresses of each network were blocked lately. Bounded, and without a clock. */
final class SubnetCounts {
  /** The most networks counted; the one unheard of for longest is forgotten. */
  static final int SUBNETS_MAX = 65_536;

  private final Escalation escalation;
  private final Map<AddressPrefix, Map<SourceAddress, Instant>> subnets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<AddressPrefix, Map<SourceAddress, Instant>> eldest) {
          return size() > SUBNETS_MAX;
        }
      };

  SubnetCounts(Escalation escalation) {
    this.escalation = escalation;
  }

  /** Counts an address that was blocked. Returns its network if that is to be blocked now. */
  Optional<AddressPrefix> blocked(SourceAddress source, Instant at) {
    AddressPrefix subnet = new AddressPrefix(source, escalation.ipv4PrefixLength());
    Map<SourceAddress, Instant> offenders =
        subnets.computeIfAbsent(subnet, first -> new LinkedHashMap<>());
    Instant horizon = at.minus(escalation.within());
    offenders.values().removeIf(earlier -> earlier.isBefore(horizon));
    offenders.merge(source, at, (one, other) -> one.isAfter(other) ? one : other);
    if (offenders.size() < escalation.offenders()) {
      return Optional.empty();
    }
    // More than that many are never kept, so that a network costs what its limit is.
    offenders.remove(offenders.keySet().iterator().next());
    return Optional.of(subnet);
  }

  /** The network is blocked: counting begins anew. */
  void forget(AddressPrefix subnet) {
    subnets.remove(subnet);
  }
}
