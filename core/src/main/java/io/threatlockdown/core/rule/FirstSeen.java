package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** A part of a key, with the names that a decoder may list it by. */
  private record Part(List<String> names, Subject value) {
    private Part {
      names = List.copyOf(names);
    }

    private boolean isName() {
      return value == Subject.Part.DECODER_NAME;
    }

    private boolean isIn(List<String> listed) {
      for (int i = 0; i < listed.size(); i++) {
        if (names.contains(listed.get(i))) {
          return true;
        }
      }
      return false;
    }
  }

  /** The parts in order. */
  private static final List<Part> PARTS =
      List.of(
          new Part(List.of("name"), Subject.Part.DECODER_NAME),
          new Part(List.of("id"), new Subject.Known(StaticField.ID)),
          new Part(List.of("dstuser", "user"), new Subject.Known(StaticField.DSTUSER)),
          new Part(List.of("srcuser"), new Subject.Known(StaticField.SRCUSER)),
          new Part(List.of("srcip"), new Subject.Known(StaticField.SRCIP)),
          new Part(List.of("dstip"), new Subject.Known(StaticField.DSTIP)),
          new Part(List.of("data", "extra_data"), new Subject.Known(StaticField.DATA)),
          new Part(List.of("system_name"), new Subject.Known(StaticField.SYSTEM_NAME)),
          new Part(List.of("location"), Subject.Part.LOCATION));

  private static final Set<String> NAMES =
      PARTS.stream().flatMap(part -> part.names().stream()).collect(Collectors.toSet());

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
    List<String> listed = event.ftsFields();
    StringBuilder key = new StringBuilder(KEY_BYTES_MAX / 4);
    for (Part part : PARTS) {
      if (!key.isEmpty() || !part.isName()) {
        key.append(' ');
      }
      if (part.isIn(listed)) {
        part.value().of(event).ifPresent(key::append);
      }
    }
    for (int i = 0; i < listed.size(); i++) {
      if (!NAMES.contains(listed.get(i))) {
        Optional<String> value = event.dynamicField(listed.get(i));
        value.ifPresent(text -> key.append(' ').append(text));
      }
    }
    return key.substring(0, Math.min(key.length(), KEY_BYTES_MAX));
  }
}
