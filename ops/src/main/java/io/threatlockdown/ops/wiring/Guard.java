package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.response.Allowlist;
import io.threatlockdown.ops.firewall.OwnAddresses;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;

/** The addresses that must never be blocked, looked up anew every few seconds. */
final class Guard implements Supplier<Allowlist> {
  /** How old the answer may be. */
  static final Duration REFRESHED_EVERY = Duration.ofSeconds(5);

  private volatile Allowlist current = OwnAddresses.guard();

  @Override
  public Allowlist get() {
    return current;
  }

  /** Keeps the answer fresh until cancelled. */
  Cancellable refresh(ActorSystem<?> system) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(
            REFRESHED_EVERY,
            REFRESHED_EVERY,
            () -> current = OwnAddresses.guard(),
            system.executionContext());
  }
}
