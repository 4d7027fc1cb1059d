package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.Optional;

/**
 * Where one captured text goes.
 *
 * @param field the static field, or empty for a dynamic one
 * @param name the field's name
 */
record OrderSlot(Optional<StaticField> field, String name) {

  /** Returns the slot of a word of {@code <order>}; {@code user} means the destination user. */
  static OrderSlot of(String word) {
    Optional<StaticField> field =
        word.equals("user") ? Optional.of(StaticField.DSTUSER) : StaticField.named(word);
    return new OrderSlot(field, field.map(StaticField::fieldName).orElse(word));
  }

  /** Puts a value there. Returns false if the event takes no further dynamic field. */
  boolean put(String value, Event.Builder event) {
    if (field.isPresent()) {
      event.field(field.get(), value);
      return true;
    }
    if (event.dynamicFieldsFull()) {
      return false;
    }
    event.dynamicField(name, value);
    return true;
  }
}
