package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.event.StaticField;
import java.util.List;
import java.util.Optional;

/**
 * OSSEC's {@code <srcip>} and {@code <dstip>}: the first entry that holds the address decides. It
 * says no if it or one before it has a {@code !}; if no entry holds the address, the answer is yes
 * where one has a {@code !} (spec ruleset §9). A value that is no address gets a no.
 */
record AddressListCondition(StaticField field, List<Entry> entries) implements Condition {
  /**
   * One element.
   *
   * @param negates whether {@code !} was before it
   * @param prefix empty for {@code any}
   */
  record Entry(boolean negates, Optional<AddressPrefix> prefix) {
    private boolean holds(SourceAddress address) {
      return prefix.map(known -> known.contains(address)).orElse(true);
    }
  }

  AddressListCondition {
    entries = List.copyOf(entries);
  }

  @Override
  public boolean holds(Attempt attempt) {
    return attempt
        .event()
        .field(field)
        .flatMap(SourceAddress::parse)
        .filter(this::admits)
        .isPresent();
  }

  private boolean admits(SourceAddress address) {
    boolean negated = false;
    for (Entry entry : entries) {
      negated |= entry.negates();
      if (entry.holds(address)) {
        return !negated;
      }
    }
    return negated;
  }
}
