package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.response.FirewallException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens the firewall of this host. */
public final class Firewalls {
  private Firewalls() {}

  /**
   * Returns the firewall that the settings ask for. The best one falls back to observing, with the
   * reasons in its {@link HostFirewall#observing}; it never fails. Opening drops nothing yet and
   * leaves in force what an earlier process dropped.
   *
   * @throws FirewallException if the one firewall asked for does not work here
   */
  public static HostFirewall open(FirewallSettings settings) {
    return switch (settings.way()) {
      case OBSERVE -> new ObservingFirewall("told to observe only");
      case LIBRARY -> library(settings, () -> {});
      case PROGRAM -> program(settings, () -> {});
      case BEST -> best(settings);
    };
  }

  /** Returns the firewall through the library; its thread runs {@code enter} before all else. */
  static HostFirewall library(FirewallSettings settings, Runnable enter) {
    return open("libnftables", LibNftables::open, settings, enter);
  }

  /** Returns the firewall through the program; its thread runs {@code enter} before all else. */
  static HostFirewall program(FirewallSettings settings, Runnable enter) {
    Optional<Path> program = NftProgram.find();
    if (program.isEmpty()) {
      throw new FirewallException("the program nft is not installed");
    }
    return open(program.get().toString(), () -> new NftProgram(program.get()), settings, enter);
  }

  private static HostFirewall best(FirewallSettings settings) {
    try {
      return library(settings, () -> {});
    } catch (FirewallException noLibrary) {
      try {
        return program(settings, () -> {});
      } catch (FirewallException noProgram) {
        return new ObservingFirewall(noLibrary.getMessage() + "; " + noProgram.getMessage());
      }
    }
  }

  private static HostFirewall open(
      String name, Supplier<Nft> opener, FirewallSettings settings, Runnable enter) {
    Supplier<Nft> entered =
        () -> {
          enter.run();
          return opener.get();
        };
    try {
      return NftFirewall.open(entered, settings, Clock.systemUTC());
    } catch (FirewallException refused) {
      throw new FirewallException(name + " does not work here: " + refused.getMessage());
    }
  }
}
