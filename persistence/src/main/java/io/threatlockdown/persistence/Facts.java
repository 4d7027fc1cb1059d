package io.threatlockdown.persistence;

import java.util.List;

/** The one event of the journal: facts that were written together, in their order. */
record Facts(List<Fact> facts) {
  Facts {
    facts = List.copyOf(facts);
  }

  static Facts of(Fact fact) {
    return new Facts(List.of(fact));
  }
}
