package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

  static BlockOrder order(String address, Instant at) {
    return order(address, at, Optional.of(TEN_MINUTES));
  }
}
