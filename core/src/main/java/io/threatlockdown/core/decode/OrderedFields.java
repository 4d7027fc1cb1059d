package io.threatlockdown.core.decode;

import io.threatlockdown.core.decode.Decoder.Fields;
import io.threatlockdown.core.event.Event;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * OSSEC's dynamic fields while a line is decoded: a value has a place in an order, and the decoder
 * that is selected in the end gives it the name that stands there in its own order (spec ruleset
 * §9). A later decoder's value replaces an earlier one's at the same place.
 */
final class OrderedFields {
  private final Map<Integer, String> values = new TreeMap<>();
  private List<OrderSlot> order = List.of();

  /** The decoder is the one selected now. */
  void belongTo(Decoder decoder) {
    order = decoder.fields() instanceof Fields.Groups groups ? groups.order() : List.of();
  }

  /** Puts a value at a place in the order, counted from 0. */
  void put(int place, String value) {
    values.put(place, value);
  }

  /** Gives the event the fields that have a value and a name. */
  void show(Event.Builder event) {
    values.forEach(
        (place, value) -> {
          if (place < order.size() && order.get(place).field().isEmpty()) {
            event.dynamicField(order.get(place).name(), value);
          }
        });
  }
}
