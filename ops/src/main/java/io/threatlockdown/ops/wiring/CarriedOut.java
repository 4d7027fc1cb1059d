package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.Actions;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.FileCopies;
import io.threatlockdown.core.source.integrity.ProtectedCopies;
import io.threatlockdown.ops.builtin.BuiltIns;
import io.threatlockdown.ops.config.ResponseSettings;
import io.threatlockdown.ops.config.Settings;
import io.threatlockdown.ops.firewall.SwitchedFirewall;
import io.threatlockdown.ops.program.ProgramLimits;
import io.threatlockdown.ops.program.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/**
 * Hands each response to those who carry it out. While the service only observes, nothing is begun;
 * what was begun before is undone all the same.
 */
final class CarriedOut implements Actions, FileCopies {
  private static final String NO_COPIES = "no copies are kept: see restore of <directories>";
  private static final Begun IN_FORCE = new Begun(true, Optional.empty());

  private final Actions builtIns;
  private final Actions programs;
  private final Supplier<Optional<String>> observing;
  private final AtomicReference<Optional<ProtectedCopies>> copies;

  private CarriedOut(
      Actions builtIns,
      Actions programs,
      Supplier<Optional<String>> observing,
      AtomicReference<Optional<ProtectedCopies>> copies) {
    this.builtIns = builtIns;
    this.programs = programs;
    this.observing = observing;
    this.copies = copies;
  }

  /**
   * Opens those who carry out responses.
   *
   * @param restart restarts the service with its state kept; returns at once
   * @param closing closes them
   */
  static CarriedOut open(
      Settings settings, SwitchedFirewall firewall, Runnable restart, Closing closing) {
    ResponseSettings responses = settings.responses();
    Supplier<Optional<String>> observing =
        () -> settings.observe() ? Optional.of("observe is set") : firewall.switchedOff();
    AtomicReference<Optional<ProtectedCopies>> copies = new AtomicReference<>(Optional.empty());
    Programs programs =
        closing.with(
            new Programs(
                responses.programs(),
                ProgramLimits.DEFAULT
                    .withRunsAtMost(responses.timeLimit())
                    .withRunningMax(responses.runningMax())));
    BuiltIns builtIns =
        closing.with(
            new BuiltIns(
                new BuiltIns.Needs(
                    Path.of("/"),
                    settings.dataDir(),
                    responses.guardedAccounts()::contains,
                    firewall,
                    observing,
                    restart,
                    Optional.of(
                        file ->
                            restore(
                                file,
                                Optional.ofNullable(copies.get()).flatMap(Function.identity()))))));
    return new CarriedOut(builtIns, programs, observing, copies);
  }

  /** Sets what files are put back from; empty if none are kept. */
  void restoringFrom(Optional<ProtectedCopies> kept) {
    copies.set(kept);
  }

  @Override
  public void accept(Path file) throws IOException {
    Optional.ofNullable(copies.get())
        .flatMap(Function.identity())
        .orElseThrow(() -> new IOException(NO_COPIES))
        .accept(file);
  }

  private static String restore(Path file, Optional<ProtectedCopies> kept)
      throws ActionException, IOException {
    ProtectedCopies copies = kept.orElseThrow(() -> new ActionException(NO_COPIES));
    return copies.restore(file) == ProtectedCopies.Outcome.RESTORED
        ? "put back"
        : "was as it should be";
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
