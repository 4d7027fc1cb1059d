package io.threatlockdown.ops.config;

import java.util.Map;
import java.util.Optional;

/** The children of a section of ossec.conf that may be given once. */
record Scalars(Map<String, ConfElement> byName) {

  /** Returns the child of that name. */
  Optional<ConfElement> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Returns the child of that name unless it is empty, which counts as missing. */
  Optional<ConfElement> filled(String name) {
    return find(name).filter(element -> !element.text().isEmpty());
  }

  /** Returns the text of the child of that name; empty if there is none. */
  String text(String name) {
    return find(name).map(ConfElement::text).orElse("");
  }
}
