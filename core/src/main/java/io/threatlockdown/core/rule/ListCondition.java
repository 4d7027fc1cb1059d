package io.threatlockdown.core.rule;

import io.threatlockdown.core.expression.Expression;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A value of the event is, or is not, a key of a list: {@code <list>} (spec ruleset §4.6). */
record ListCondition(Subject subject, Lookup lookup, CdbList list, Optional<Expression> value)
    implements Condition {
  /** How a value is looked up. */
  enum Lookup {
    MATCH_KEY,
    NOT_MATCH_KEY,
    MATCH_KEY_VALUE,
    ADDRESS_MATCH_KEY,
    NOT_ADDRESS_MATCH_KEY,
    /**
     * The address is a key and its value matches. (Wazuh 4.14 has it inverted by mistake; its
     * documentation says this.)
     */
    ADDRESS_MATCH_KEY_VALUE;

    String tag() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Lookup> named(String tag) {
      return Arrays.stream(values()).filter(lookup -> lookup.tag().equals(tag)).findFirst();
    }

    boolean wantsValue() {
      return this == MATCH_KEY_VALUE || this == ADDRESS_MATCH_KEY_VALUE;
    }
  }

  @Override
  public boolean holds(Attempt attempt) {
    Optional<String> key = subject.of(attempt.event());
    return key.isPresent()
        && switch (lookup) {
          case MATCH_KEY -> list.value(key.get()).isPresent();
          case NOT_MATCH_KEY -> list.value(key.get()).isEmpty();
          case MATCH_KEY_VALUE -> matches(list.value(key.get()));
          case ADDRESS_MATCH_KEY -> list.valueOfAddress(key.get()).isPresent();
          case NOT_ADDRESS_MATCH_KEY -> list.valueOfAddress(key.get()).isEmpty();
          case ADDRESS_MATCH_KEY_VALUE -> matches(list.valueOfAddress(key.get()));
        };
  }

  private boolean matches(Optional<String> found) {
    return found.isPresent() && value.filter(pattern -> pattern.matches(found.get())).isPresent();
  }
}
