package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.LadderStep;
import io.threatlockdown.core.response.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Offenders, times and orders that the tests share. */
final class Samples {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  static final String MALLORY = "192.0.2.7";
  static final String TRUDY = "198.51.100.9";

  private Samples() {}

  static BlockKey key(String address) {
    return new BlockKey("000", "firewall-drop", List.of(address));
  }

  static AddressPrefix target(String address) {
    return AddressPrefix.parse(address).orElseThrow();
  }

  static BlockOrder order(String address, Instant at, Optional<Duration> duration) {
    return new BlockOrder(
        key(address),
        target(address),
        "firewall-drop600",
        "local",
        5712,
        "sshd: brute force trying to get access to the system.",
        "{\"rule\":{\"id\":\"5712\"},\"data\":{\"srcip\":\"" + address + "\"}}",
        1,
        at.minusMillis(2),
        at,
        duration);
  }

  /** Returns an order for the target that is that step of a ladder, by the offences of Mallory. */
  static BlockOrder climbing(String target, int offence, int step, Instant at) {
    return order(target, at)
        .lasting(offence, Optional.of(TEN_MINUTES))
        .with(
            Optional.of(new LadderStep("ssh", target(MALLORY), step, 5, Duration.ofDays(offence))),
            OptionalInt.of(2));
  }

  /** Returns the standing that such an order leads to. */
  static Standing standing(int offence, int step, Instant at) {
    Instant until = at.plus(TEN_MINUTES);
    return new Standing(
        "ssh", target(MALLORY), offence, step, at, until, until.plus(Duration.ofDays(offence)));
  }

  static BlockOrder order(String address, Instant at) {
    return order(address, at, Optional.of(TEN_MINUTES));
  }
}
