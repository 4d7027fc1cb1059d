package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.Optional;

/**
 * What a port scanner says of a host, {@code Host: 192.0.2.1 (), open ports: 22 (tcp)} (spec
 * ruleset §6.3): the host is the id, the rest the data. It counts as new; who remembers the last
 * report knows better. What it cannot read gets no decoder name, so no rule matches it.
 */
final class HostinfoDecoder {
  private static final String HOST = "Host: ";

  private HostinfoDecoder() {}

  static void decode(String text, Event.Builder event) {
    event.category(Category.OSSEC);
    int end = text.indexOf(',');
    if (!text.startsWith(HOST) || end < 0) {
      return;
    }
    event
        .decoder("hostinfo_new", Optional.empty(), Category.OSSEC)
        .field(StaticField.ID, text.substring(HOST.length(), end).replaceFirst("[ (].*", ""))
        .field(StaticField.DATA, text.substring(end + 1).strip());
  }
}
