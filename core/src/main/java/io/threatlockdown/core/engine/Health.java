package io.threatlockdown.core.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How each part of the service is doing, as the parts last reported it. Safe for any thread. A part
 * is named like {@code journal}, {@code firewall}, {@code source /var/log/auth.log}.
 */
public final class Health {
  /** How a part is doing. */
  public enum Status {
    /** As it should be. */
    UP,
    /** Works, but not as configured; the service stays ready. */
    DEGRADED,
    /** Does not work yet or any more; the service is not ready. */
    DOWN
  }

  /**
   * What a part last reported.
   *
   * @param detail for the operator; empty if there is nothing to say
   */
  public record Part(String name, Status status, String detail) {}

  private final Map<String, Part> parts = new TreeMap<>();

  /** Records how a part is doing. */
  public synchronized void report(String name, Status status, String detail) {
    parts.put(name, new Part(name, status, detail));
  }

  /** Forgets a part, such as a source that was closed on purpose. */
  public synchronized void forget(String name) {
    parts.remove(name);
  }

  /** Returns all parts, by name. */
  public synchronized List<Part> parts() {
    return List.copyOf(parts.values());
  }

  /** Whether no part is down. */
  public boolean ready() {
    return parts().stream().noneMatch(part -> part.status() == Status.DOWN);
  }
}
