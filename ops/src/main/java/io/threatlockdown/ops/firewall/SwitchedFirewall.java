package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/**
 * A firewall that can be switched off: then it holds no drop, and only observes. Each switching
 * must be followed by a reload.
 */
public final class SwitchedFirewall implements HostFirewall {
  private final HostFirewall real;
  private Optional<String> off = Optional.empty();

  /** Returns the firewall, switched on. */
  public SwitchedFirewall(HostFirewall real) {
    this.real = real;
  }

  /**
   * Lifts every drop and limit, and observes from now on.
   *
   * @param reason why, in words
   * @return completes when nothing is dropped any more
   */
  public synchronized CompletionStage<Done> switchOff(String reason) {
    off = Optional.of(reason);
    return real.reload(List.of())
        .thenCombine(real.limit(LimitChange.LIFT_ALL), (drops, limits) -> limits);
  }

  /** Enforces again. */
  public synchronized void switchOn() {
    off = Optional.empty();
  }

  /** Returns why it was switched off; empty if it is on, whether or not it can enforce. */
  public synchronized Optional<String> switchedOff() {
    return off;
  }

  @Override
  public synchronized CompletionStage<Done> reload(List<Drop> drops) {
    return ifOn(() -> real.reload(drops));
  }

  @Override
  public synchronized CompletionStage<Done> block(List<Drop> drops) {
    return ifOn(() -> real.block(drops));
  }

  @Override
  public synchronized CompletionStage<Done> unblock(List<AddressPrefix> targets) {
    return ifOn(() -> real.unblock(targets));
  }

  @Override
  public synchronized CompletionStage<Done> limit(LimitChange change) {
    return ifOn(() -> real.limit(change));
  }

  @Override
  public synchronized Optional<String> observing() {
    return real.observing().or(() -> off);
  }

  @Override
  public void onDisturbed(Disturbed disturbed) {
    real.onDisturbed(disturbed);
  }

  @Override
  public CompletionStage<Map<AddressPrefix, Dropped>> dropped(List<AddressPrefix> targets) {
    return real.dropped(targets);
  }

  @Override
  public void close() {
    real.close();
  }

  private CompletionStage<Done> ifOn(Supplier<CompletionStage<Done>> call) {
    return off.isEmpty() ? call.get() : CompletableFuture.completedFuture(Done.getInstance());
  }
}
