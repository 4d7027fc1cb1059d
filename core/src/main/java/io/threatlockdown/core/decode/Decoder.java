package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One {@code <decoder>} as its file defines it, its patterns compiled.
 *
 * @param origin file and line, for messages
 * @param parent the name of the top-level decoder it refines; empty for a top-level one
 * @param programName what the header's program must match; a decoder with it sees only lines that
 *     name a program, one without only lines that name none
 * @param prematch what must occur for the decoder to be chosen
 * @param fields what it extracts
 * @param pluginOffset where its plugin reads from, if it is the one selected
 * @param ftsFields the fields of its first-time-seen key; empty if it has none
 * @param ownName whether a child keeps its name instead of bearing its parent's
 * @param accumulate whether fields are gathered over lines with the same id
 */
record Decoder(
    Origin origin,
    String name,
    Optional<String> parent,
    Optional<Expression> programName,
    Optional<Search> prematch,
    Fields fields,
    Offset pluginOffset,
    Category category,
    List<String> ftsFields,
    boolean ownName,
    boolean accumulate,
    JsonOptions json) {

  /** Where a decoder is defined. */
  record Origin(String file, int line) {}

  /** What a decoder extracts once it is chosen. */
  sealed interface Fields {
    /** Nothing. */
    enum None implements Fields {
      INSTANCE
    }

    /** The groups of a pattern, in order; further groups are dropped. */
    record Groups(Search regex, List<OrderSlot> order) implements Fields {
      public Groups {
        order = List.copyOf(order);
      }
    }

    /** What code finds. */
    record Coded(Plugin plugin) implements Fields {}
  }

  Decoder {
    ftsFields = List.copyOf(ftsFields);
  }

  /** Returns all its patterns. */
  List<Expression> expressions() {
    List<Expression> all = new ArrayList<>();
    programName.ifPresent(all::add);
    prematch.ifPresent(search -> all.add(search.expression()));
    if (fields instanceof Fields.Groups groups) {
      all.add(groups.regex().expression());
    }
    return all;
  }

  /** Whether it extracts anything. */
  boolean extracts() {
    return fields != Fields.None.INSTANCE;
  }

  /** Returns the name that events bear. */
  String eventName() {
    return ownName ? name : parent.orElse(name);
  }
}
