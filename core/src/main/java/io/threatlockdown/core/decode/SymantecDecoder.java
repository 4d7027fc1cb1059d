package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.Map;

/**
 * Symantec Web Security: {@code 20070717,73559,1=5,11=192.0.2.4,10=userb,3=2,2=1} (spec ruleset
 * §3.6).
 */
final class SymantecDecoder {
  /** How much of an item makes the id, its key included. */
  private static final int ID_BYTES_MAX = 9;

  private static final Map<String, StaticField> KEYS =
      Map.of(
          "10", StaticField.DSTUSER,
          "11", StaticField.SRCIP,
          "60", StaticField.URL,
          "2", StaticField.ID,
          "3", StaticField.ID);

  private SymantecDecoder() {}

  /** Adds user, source address, URL and id; of several the first counts. */
  static void decode(String log, Event.Builder event) {
    int at = 0;
    while (at < log.length()) {
      int comma = log.indexOf(',', at);
      int end = comma < 0 ? log.length() : comma;
      int equals = log.indexOf('=', at);
      if (equals > at && equals - at <= 2 && equals < end) {
        put(log.substring(at, end), equals - at, event);
      }
      at = end + 1;
    }
  }

  private static void put(String item, int equals, Event.Builder event) {
    StaticField field = KEYS.get(item.substring(0, equals));
    if (field == null || event.field(field).isPresent()) {
      return;
    }
    boolean isId = field == StaticField.ID;
    event.field(
        field,
        isId
            ? item.substring(0, Math.min(item.length(), ID_BYTES_MAX))
            : item.substring(equals + 1));
  }
}
