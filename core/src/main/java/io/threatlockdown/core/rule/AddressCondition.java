package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.event.StaticField;
import java.util.List;
import java.util.Optional;

/**
 * An address field lies in one of the prefixes: {@code <srcip>} and {@code <dstip>} (spec ruleset
 * §2.7). A value that is no address lies in none.
 *
 * @param any whether every address will do
 */
record AddressCondition(
    StaticField field, List<AddressPrefix> prefixes, boolean any, boolean negated)
    implements Condition {
  AddressCondition {
    prefixes = List.copyOf(prefixes);
  }

  @Override
  public boolean holds(Attempt attempt) {
    Optional<String> value = attempt.event().field(field);
    return value.isPresent()
        && SourceAddress.parse(value.get()).filter(this::covers).isPresent() != negated;
  }

  private boolean covers(SourceAddress address) {
    for (AddressPrefix prefix : prefixes) {
      if (prefix.contains(address)) {
        return true;
      }
    }
    return any;
  }
}
