package io.threatlockdown.ops.builtin;

import io.threatlockdown.ops.firewall.FirewallSettings;
import io.threatlockdown.ops.firewall.Firewalls;
import io.threatlockdown.ops.firewall.HostFirewall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The beds of the responses that the contract is about. */
enum Beds {
  HOST_DENY(HostDenyBed::new),
  IP_CUSTOMBLOCK(CustomBlockBed::new),
  ROUTE_NULL(directory -> new RouteBed(directory, "192.0.2.66", "192.0.2.67")),
  ROUTE_NULL_IPV6(directory -> new RouteBed(directory, "2001:db8::66", "2001:db8::67")),
  DISABLE_ACCOUNT(AccountBed::new),
  FIREWALLD_DROP(FirewalldBed::new),
  THROTTLE(directory -> new LimitBed(directory, "throttle")),
  THROTTLE_BOTH(
      directory -> new LimitBed(directory, "throttle", "100/minute", "new-connections=3/second")),
  DROP_PORT(directory -> new LimitBed(directory, "drop-port", "22", "udp/53,tcp/443"));

  private static final HostFirewall OBSERVING =
      Firewalls.open(new FirewallSettings(FirewallSettings.Way.OBSERVE, "t", false));

  @SuppressWarnings("ImmutableEnumChecker") // The function has no state.
  private final Making making;

  Beds(Making making) {
    this.making = making;
  }

  private interface Making {
    Bed in(Path directory) throws IOException;
  }

  Bed make(Path directory) throws IOException {
    return making.in(directory);
  }

  /** Returns what the responses need when nothing special does it. */
  static BuiltIns.Needs needs(Path directory) {
    return needs(directory, OBSERVING);
  }

  /** The same with a firewall. */
  static BuiltIns.Needs needs(Path directory, HostFirewall firewall) {
    return new BuiltIns.Needs(
        directory.resolve("root"),
        directory.resolve("data"),
        Set.of("guarded")::contains,
        firewall,
        Optional::empty,
        () -> {},
        Optional.empty());
  }
}
