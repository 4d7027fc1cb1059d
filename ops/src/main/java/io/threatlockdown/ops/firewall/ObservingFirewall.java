package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.FirewallException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Drops nothing, answers at once, and says why. */
final class ObservingFirewall implements HostFirewall {
  private final String reason;

  ObservingFirewall(String reason) {
    this.reason = reason;
  }

  @Override
  public CompletionStage<Done> reload(List<Drop> drops) {
    return done();
  }

  @Override
  public CompletionStage<Done> block(List<Drop> drops) {
    return done();
  }

  @Override
  public CompletionStage<Done> unblock(List<AddressPrefix> targets) {
    return done();
  }

  @Override
  public CompletionStage<Done> limit(LimitChange change) {
    return change.lifted()
        ? done()
        : CompletableFuture.failedFuture(
            new FirewallException("nothing is limited, only observed: " + reason));
  }

  @Override
  public Optional<String> observing() {
    return Optional.of(reason);
  }

  @Override
  public void onDisturbed(Disturbed disturbed) {}

  @Override
  public CompletionStage<Map<AddressPrefix, Dropped>> dropped(List<AddressPrefix> targets) {
    return CompletableFuture.completedFuture(Map.of());
  }

  @Override
  public void close() {}

  private static CompletionStage<Done> done() {
    return CompletableFuture.completedFuture(Done.getInstance());
  }
}
