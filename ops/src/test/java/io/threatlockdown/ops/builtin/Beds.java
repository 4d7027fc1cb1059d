package io.threatlockdown.ops.builtin;

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
  FIREWALLD_DROP(FirewalldBed::new);

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
    return new BuiltIns.Needs(
        directory.resolve("root"),
        directory.resolve("data"),
        Set.of("guarded")::contains,
        Optional::empty,
        () -> {},
        Optional.empty());
  }
}
