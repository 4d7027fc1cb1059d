package io.threatlockdown.core.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields that decoders named themselves, in the order found; names may repeat. Many rules may
 * ask for one of many fields, so the names are put into a table at the first question.
 */
final class DynamicFields {
  /** So few are looked through, which is as fast. */
  private static final int WITHOUT_TABLE_MAX = 6;

  private static final DynamicFields NONE = new DynamicFields(List.of());

  private final List<DynamicField> all;
  private @Nullable Map<String, String> table;

  /** Returns those of a list. */
  static DynamicFields of(List<DynamicField> all) {
    return all.isEmpty() ? NONE : new DynamicFields(all);
  }

  private DynamicFields(List<DynamicField> all) {
    this.all = List.copyOf(all);
  }

  List<DynamicField> all() {
    return all;
  }

  /** Returns the value of the first field of that name, ignoring case. */
  @Nullable String first(String name) {
    if (all.size() > WITHOUT_TABLE_MAX) {
      return table().get(name.toLowerCase(Locale.ROOT));
    }
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equalsIgnoreCase(name)) {
        return all.get(i).value();
      }
    }
    return null;
  }

  /** How many bytes the values have together. */
  long bytes() {
    long bytes = 0;
    for (int i = 0; i < all.size(); i++) {
      bytes += all.get(i).value().length();
    }
    return bytes;
  }

  /** Adds to a list, unless it is full. */
  static List<DynamicField> with(List<DynamicField> fields, String name, String value) {
    if (fields.size() >= Event.DYNAMIC_FIELDS_MAX) {
      return fields;
    }
    List<DynamicField> more = fields.isEmpty() ? new ArrayList<>() : fields;
    more.add(new DynamicField(name, value));
    return more;
  }

  private Map<String, String> table() {
    Map<String, String> known = table;
    if (known == null) {
      Map<String, String> made = new HashMap<>();
      for (DynamicField field : all) {
        made.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.value());
      }
      known = Map.copyOf(made); // Safe to be seen by another thread.
      table = known;
    }
    return known;
  }
}
