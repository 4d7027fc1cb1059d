package io.threatlockdown.core.event;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of an event's static fields, and where the addresses among them are. */
final class FieldValues {
  private static final int SLOTS = StaticField.values().length;

  /** By the field's slot. */
  private final @Nullable String[] values;

  private Map<StaticField, String> places;

  FieldValues() {
    this(new String[SLOTS], Map.of());
  }

  private FieldValues(@Nullable String[] values, Map<StaticField, String> places) {
    this.values = values;
    this.places = places;
  }

  FieldValues copy() {
    return new FieldValues(Arrays.copyOf(values, values.length), places);
  }

  @Nullable String get(StaticField field) {
    return values[field.slot()];
  }

  @Nullable String place(StaticField field) {
    return places.get(field);
  }

  /** Sets a value; a later one replaces an earlier one, but for an address's place. */
  void set(StaticField field, String value, AddressLocator locator) {
    values[field.slot()] = value;
    boolean isAddress = field == StaticField.SRCIP || field == StaticField.DSTIP;
    if (isAddress && locator != AddressLocator.NONE && !places.containsKey(field)) {
      locator.locate(value).ifPresent(place -> changePlaces(field, place));
    }
  }

  /** Takes a value away, and its place. */
  void clear(StaticField field) {
    values[field.slot()] = null;
    if (places.containsKey(field)) {
      changePlaces(field, null);
    }
  }

  /** How many bytes the values have together. */
  long bytes() {
    long bytes = 0;
    for (String value : values) {
      bytes += value == null ? 0 : value.length();
    }
    return bytes;
  }

  private void changePlaces(StaticField field, @Nullable String place) {
    Map<StaticField, String> changed = new EnumMap<>(StaticField.class);
    changed.putAll(places);
    if (place == null) {
      changed.remove(field);
    } else {
      changed.put(field, place);
    }
    places = changed;
  }
}
