package io.threatlockdown.ops.notify;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Health.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells of parts of the service that do not do as they should, when they do not at two looks one
 * after the other, and of those told when they do again. Not safe for several threads.
 */
final class HealthNotices {
  private final Health health;
  private final Consumer<Health.Part> tell;
  private final Map<String, Status> seen = new HashMap<>();
  private final Map<String, Status> told = new HashMap<>();

  HealthNotices(Health health, Consumer<Health.Part> tell) {
    this.health = health;
    this.tell = tell;
  }

  /** Looks once; to be called every so often. */
  void look() {
    List<Health.Part> parts =
        health.parts().stream().filter(part -> !part.name().equals(Notifications.PART)).toList();
    for (Health.Part part : parts) {
      Status before = seen.put(part.name(), part.status());
      boolean stays = part.status() == before;
      if (stays && part.status() != told.getOrDefault(part.name(), Status.UP)) {
        told.put(part.name(), part.status());
        tell.accept(part);
      }
    }
    List<String> names = parts.stream().map(Health.Part::name).toList();
    seen.keySet().retainAll(names);
    told.keySet().retainAll(names);
  }
}
