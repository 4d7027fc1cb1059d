package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fields gathered over the lines of one connection, for programs that name the peer in one line and
 * the failure in another (spec ruleset §3.8, decoders with {@code <accumulate>}). Owned by one
 * thread.
 */
final class Accumulation {
  /** The most connections remembered. */
  static final int CONNECTIONS_MAX = 4096;

  /** How long fields are remembered behind the last line that added one, in seconds. */
  static final int SECONDS_KEPT = 120;

  /** The longest value that is remembered. */
  static final int VALUE_BYTES_MAX = 80;

  private static final List<StaticField> GATHERED =
      List.of(
          StaticField.DSTUSER,
          StaticField.SRCUSER,
          StaticField.DSTIP,
          StaticField.SRCIP,
          StaticField.DSTPORT,
          StaticField.SRCPORT,
          StaticField.DATA);

  private record Connection(String hostname, String decoder, String id) {}

  private record Gathered(Map<StaticField, String> fields, long second) {}

  private final BoundedMap<Connection, Gathered> connections = new BoundedMap<>(CONNECTIONS_MAX);

  /** Returns how many connections were forgotten early because there were too many. */
  long evictions() {
    return connections.evictions();
  }

  /** Returns the event with the fields it lacks and an earlier line of its connection had. */
  Event fill(Event event, long second) {
    Optional<String> id = event.field(StaticField.ID);
    if (!event.accumulates() || id.isEmpty()) {
      return event;
    }
    Connection connection =
        new Connection(event.hostname().orElse(""), event.decoderName().orElse(""), cut(id.get()));
    Optional<Gathered> known =
        connections.get(connection).filter(old -> second - old.second() <= SECONDS_KEPT);
    Map<StaticField, String> fields = new EnumMap<>(StaticField.class);
    known.ifPresent(old -> fields.putAll(old.fields()));
    Map<StaticField, String> missing = new EnumMap<>(StaticField.class);
    boolean learnt = false;
    for (StaticField field : GATHERED) {
      String value = event.field(field).orElse("");
      String earlier = fields.getOrDefault(field, "");
      if (value.isEmpty() && !earlier.isEmpty()) {
        missing.put(field, earlier);
      } else if (earlier.isEmpty() && !value.isEmpty() && value.length() <= VALUE_BYTES_MAX) {
        fields.put(field, value);
        learnt = true;
      }
    }
    if (learnt) {
      Optional<Gathered> unused = connections.put(connection, new Gathered(fields, second));
    }
    if (missing.isEmpty()) {
      return event;
    }
    Event.Builder filled = event.toBuilder();
    missing.forEach(filled::field);
    return filled.build();
  }

  private static String cut(String id) {
    return id.substring(0, Math.min(id.length(), VALUE_BYTES_MAX));
  }
}
