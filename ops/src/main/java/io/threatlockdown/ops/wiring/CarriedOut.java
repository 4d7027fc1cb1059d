package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.Actions;
import io.threatlockdown.core.response.BlockOrder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/**
 * Hands each response to those who carry it out. While the service only observes, nothing is begun;
 * what was begun before is undone all the same.
 */
final class CarriedOut implements Actions {
  private static final Begun IN_FORCE = new Begun(true, Optional.empty());

  private final Actions builtIns;
  private final Actions programs;
  private final Supplier<Optional<String>> observing;

  CarriedOut(Actions builtIns, Actions programs, Supplier<Optional<String>> observing) {
    this.builtIns = builtIns;
    this.programs = programs;
    this.observing = observing;
  }

  @Override
  public CompletionStage<Begun> add(BlockOrder order, KeyCheck keys) {
    if (observing().isPresent() || means(order) == Action.Means.NOBODY) {
      return observe(order, keys);
    }
    return by(order).add(order, keys);
  }

  /** A program that is not asked is taken to be about the source. */
  private static CompletionStage<Begun> observe(BlockOrder order, KeyCheck keys) {
    if (means(order) != Action.Means.PROGRAM) {
      return CompletableFuture.completedFuture(IN_FORCE);
    }
    String about = order.target().map(AddressPrefix::toString).orElse(order.key().program());
    return keys.mayGoOn(List.of(about)).thenApply(goesOn -> new Begun(goesOn, Optional.empty()));
  }

  @Override
  public CompletionStage<Done> delete(BlockOrder order) {
    return means(order) == Action.Means.NOBODY
        ? CompletableFuture.completedFuture(Done.getInstance())
        : by(order).delete(order);
  }

  @Override
  public Optional<String> observing() {
    return observing.get();
  }

  private Actions by(BlockOrder order) {
    return means(order) == Action.Means.BUILT_IN ? builtIns : programs;
  }

  private static Action.Means means(BlockOrder order) {
    return order.action().map(Action::means).orElseThrow();
  }
}
