package io.threatlockdown.benchmarks;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Firewall;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/** The real firewall, with somebody who looks on when it drops. */
final class WatchedFirewall implements Firewall {
  private final Firewall real;
  private final Supplier<Consumer<List<Drop>>> watch;

  /**
   * Watches a firewall, which must really drop.
   *
   * @param watch is asked when drops are wanted; what it returns is told once they are in force
   */
  WatchedFirewall(Firewall real, Supplier<Consumer<List<Drop>>> watch) {
    if (real.observing().isPresent()) {
      throw new IllegalStateException("nothing to measure: " + real.observing().get());
    }
    this.real = real;
    this.watch = watch;
  }

  @Override
  public CompletionStage<Done> reload(List<Drop> drops) {
    return real.reload(drops);
  }

  @Override
  public CompletionStage<Done> block(List<Drop> drops) {
    Consumer<List<Drop>> inForce = watch.get();
    return real.block(drops)
        .thenApply(
            done -> {
              inForce.accept(drops);
              return done;
            });
  }

  @Override
  public CompletionStage<Done> unblock(List<AddressPrefix> targets) {
    return real.unblock(targets);
  }

  @Override
  public Optional<String> observing() {
    return real.observing();
  }
}
