package io.threatlockdown.core.source.integrity;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What could not be done since the last look through everything, counted. Owned by one thread. */
final class Troubles {
  /** A kind of trouble. */
  enum Kind {
    UNREADABLE("paths cannot be read"),
    CONTENT_UNREAD("files whose content is not read"),
    FILE_LIMIT("files are not watched, for there are more than file_limit"),
    NAMES_LIMIT("directories have too many names to be looked through at once"),
    QUEUE_FULL("times more changed at once than is remembered, so all was looked through"),
    NO_ROOM("files have no copy, for there is no room for more");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private String example = "";

  void count(Kind kind, String path, String reason) {
    counts.merge(kind, 1, Integer::sum);
    if (example.isEmpty()) {
      example = path + (reason.isEmpty() ? "" : ": " + reason);
    }
  }

  int of(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  void reset() {
    counts.clear();
    example = "";
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Returns a sentence. The path in it is somebody else's text: quoted and cut. */
  @Override
  public String toString() {
    String cut = example.length() > 120 ? example.substring(0, 120) + "…" : example;
    String safe = cut.replaceAll("[^ -~…]", "?");
    return counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().text)
            .collect(Collectors.joining("; "))
        + " ('"
        + safe
        + "')";
  }
}
