package io.threatlockdown.benchmarks;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Firewall;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Does nothing at once, and says how many drops the first reload had. */
final class CountingFirewall implements Firewall {
  private final CompletableFuture<Integer> reloaded = new CompletableFuture<>();

  /** Waits for the first reload, and returns how many drops it had. */
  int awaitReload() {
    return reloaded.join();
  }

  @Override
  public CompletionStage<Done> reload(List<Drop> drops) {
    boolean unused = reloaded.complete(drops.size());
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
  public Optional<String> observing() {
    return Optional.empty();
  }

  private static CompletionStage<Done> done() {
    return CompletableFuture.completedStage(Done.getInstance());
  }
}
