package io.threatlockdown.core.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The event fields every ruleset knows by name, in the order alerts show them (spec AR §5.1). */
public enum StaticField {
  PROTOCOL,
  ACTION,
  SRCIP,
  SRCPORT,
  SRCUSER,
  DSTIP,
  DSTPORT,
  DSTUSER,
  ID,
  STATUS,
  URL,
  DATA,
  EXTRA_DATA,
  SYSTEM_NAME;

  private static final Map<String, StaticField> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toMap(StaticField::fieldName, Function.identity()));

  private final String fieldName = name().toLowerCase(java.util.Locale.ROOT);

  /** Returns the name in rulesets and alerts, such as {@code srcip}. */
  public String fieldName() {
    return fieldName;
  }

  /** Returns the field of that exact name, or empty for a dynamic one. */
  public static Optional<StaticField> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
