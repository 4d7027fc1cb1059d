package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The thing that drops packets. Calls take effect in the order made, each list as a whole or not at
 * all (a reload in as few steps as the kernel takes). All verbs are idempotent. A stage fails with
 * {@link FirewallException}; completed means that the kernel said so.
 */
public interface Firewall {

  /** Makes exactly these drops be in force, and creates what is missing to hold them. */
  CompletionStage<Done> reload(List<Drop> drops);

  /** Starts dropping, or moves the end of a drop that is there. */
  CompletionStage<Done> block(List<Drop> drops);

  /** Stops dropping. */
  CompletionStage<Done> unblock(List<AddressPrefix> targets);

  /** Why nothing is really dropped, in words; empty if this firewall enforces. */
  Optional<String> observing();

  /**
   * Addresses to drop, and until when.
   *
   * @param expiresAt when the kernel is to end it by itself, by the wall clock as it is when the
   *     call is made; empty: never. In the past: at once
   */
  record Drop(AddressPrefix target, Optional<Instant> expiresAt) {}
}
