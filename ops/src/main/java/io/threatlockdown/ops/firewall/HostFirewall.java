package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.response.Firewall;

/** A firewall of this host, with the life of a thing that is opened and closed. */
public interface HostFirewall extends Firewall, AutoCloseable {

  /**
   * Sets what is run when the drops turn out to be lost because somebody else removed our table,
   * such as by {@code nft flush ruleset}. It runs on the firewall's own thread, must be quick, and
   * should lead to a reload. Looked for every few seconds once there was a reload; told again until
   * a reload succeeds.
   */
  void onLost(Runnable lost);

  /** Stops working; what still waits fails. The drops stay in force: a restart changes nothing. */
  @Override
  void close();
}
