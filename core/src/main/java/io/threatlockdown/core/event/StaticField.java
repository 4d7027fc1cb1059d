package io.threatlockdown.core.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The event fields every ruleset knows by name, in the order alerts show them (spec AR §5.1). */
public enum StaticField {
  PROTOCOL(0),
  ACTION(1),
  SRCIP(2),
  SRCPORT(3),
  SRCUSER(4),
  DSTIP(5),
  DSTPORT(6),
  DSTUSER(7),
  ID(8),
  STATUS(9),
  URL(10),
  DATA(11),
  EXTRA_DATA(12),
  SYSTEM_NAME(13);

  private static final Map<String, StaticField> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toMap(StaticField::fieldName, Function.identity()));

  private final int slot;
  private final String fieldName = name().toLowerCase(java.util.Locale.ROOT);

  StaticField(int slot) {
    this.slot = slot;
  }

  /** Returns where an event keeps the field's value: 0 for the first, each once. */
  int slot() {
    return slot;
  }

  /** Returns the name in rulesets and alerts, such as {@code srcip}. */
  public String fieldName() {
    return fieldName;
  }

  /** Returns the field of that exact name, or empty for a dynamic one. */
  public static Optional<StaticField> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
