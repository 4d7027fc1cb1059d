package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.Firewall;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** A firewall of this host, with the life of a thing that is opened and closed. */
public interface HostFirewall extends Firewall, AutoCloseable {

  /**
   * Sets who is told when somebody else changes our table, such as by {@code nft flush ruleset}.
   */
  void onDisturbed(Disturbed disturbed);

  /**
   * Returns what was dropped of each target since its drop is in force; nothing of those that are
   * not. Each is read by itself.
   */
  CompletionStage<Map<AddressPrefix, Dropped>> dropped(List<AddressPrefix> targets);

  /**
   * Changes what sources may do, beside the drops and apart from them: a reload keeps it. The stage
   * completes once that is read back; it fails where nothing can be limited.
   */
  CompletionStage<Done> limit(LimitChange change);

  /** Stops working; what still waits fails. The drops stay in force: a restart changes nothing. */
  @Override
  void close();
}
