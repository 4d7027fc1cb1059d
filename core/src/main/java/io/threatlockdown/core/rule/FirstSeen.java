package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which combinations of fields occurred before: the memory of {@code if_fts} (spec ruleset §3.7).
 */
final class FirstSeen {
  /** The most combinations remembered; the one not seen for longest goes first. */
  static final int KEYS_MAX = 16_384;

  /** A longer combination is cut (Wazuh's OS_FLSIZE). */
  static final int KEY_BYTES_MAX = 256;

  private static final int RECENT_MAX = 32;
  private static final int SIMILAR_BYTES = 14;
  private static final int SIMILAR_EVENTS = 3;

  /** The parts of a key in order, each with the names that a decoder may list it by. */
  private static final Map<List<String>, Subject> PARTS = parts();

  private final BoundedMap<String, Boolean> keys = new BoundedMap<>(KEYS_MAX);
  private final Deque<String> recent = new ArrayDeque<>();

  /** Whether the event is the first of its kind, which it is once. */
  boolean add(Event event) {
    if (event.ftsFields().isEmpty()) {
      return false;
    }
    String key = key(event);
    if (keys.contains(key)) {
      return false;
    }
    if (event.category() == Category.IDS) {
      String stored = shortenIfCommon(key);
      remember(key);
      if (keys.contains(stored)) {
        return false;
      }
      key = stored;
    }
    return keys.put(key, Boolean.TRUE).isEmpty();
  }

  long evictions() {
    return keys.evictions();
  }

  /** Intrusion detectors number their alerts: three alike stand for all of their kind. */
  private String shortenIfCommon(String key) {
    long similar =
        recent.stream().filter(other -> commonPrefix(key, other) > SIMILAR_BYTES).count();
    return similar >= SIMILAR_EVENTS ? key.substring(0, SIMILAR_BYTES) : key;
  }

  private void remember(String key) {
    recent.addLast(key);
    if (recent.size() > RECENT_MAX) {
      recent.removeFirst();
    }
  }

  private static int commonPrefix(String one, String other) {
    int end = Math.min(one.length(), other.length());
    int at = 0;
    while (at < end && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at;
  }

  private static String key(Event event) {
    StringBuilder key = new StringBuilder();
    PARTS.forEach(
        (names, part) -> {
          if (!key.isEmpty() || !names.contains("name")) {
            key.append(' ');
          }
          if (names.stream().anyMatch(event.ftsFields()::contains)) {
            part.of(event).ifPresent(key::append);
          }
        });
    for (String name : event.ftsFields()) {
      if (PARTS.keySet().stream().noneMatch(names -> names.contains(name))) {
        Optional<String> value = event.dynamicField(name);
        value.ifPresent(text -> key.append(' ').append(text));
      }
    }
    return key.substring(0, Math.min(key.length(), KEY_BYTES_MAX));
  }

  private static Map<List<String>, Subject> parts() {
    Map<List<String>, Subject> parts = new LinkedHashMap<>();
    parts.put(List.of("name"), Subject.Part.DECODER_NAME);
    parts.put(List.of("id"), new Subject.Known(StaticField.ID));
    parts.put(List.of("dstuser", "user"), new Subject.Known(StaticField.DSTUSER));
    parts.put(List.of("srcuser"), new Subject.Known(StaticField.SRCUSER));
    parts.put(List.of("srcip"), new Subject.Known(StaticField.SRCIP));
    parts.put(List.of("dstip"), new Subject.Known(StaticField.DSTIP));
    parts.put(List.of("data", "extra_data"), new Subject.Known(StaticField.DATA));
    parts.put(List.of("system_name"), new Subject.Known(StaticField.SYSTEM_NAME));
    parts.put(List.of("location"), Subject.Part.LOCATION);
    return parts;
  }
}
