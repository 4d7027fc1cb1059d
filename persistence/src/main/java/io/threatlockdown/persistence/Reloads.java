package io.threatlockdown.persistence;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Health.Status;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.Outcome.Kind;
import io.threatlockdown.core.response.Responder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Brings the firewall in line with the journal, one {@link ReloadRound} at a time, and reports how
 * the firewall is doing. Part of the journal's actor.
 */
final class Reloads {
  private static final String FIREWALL = "firewall";

  private final ActorContext<Responder.Command> context;
  private final TimerScheduler<Responder.Command> timers;
  private final PartitionWorld world;
  private final Lanes lanes;
  private final Stopgap stopgap;
  private final Health health;
  private Optional<ReloadRound> round = Optional.empty();
  private boolean wanted;
  private boolean drifted;
  private boolean answered;
  private int failures;

  Reloads(
      ActorContext<Responder.Command> context,
      TimerScheduler<Responder.Command> timers,
      PartitionWorld world,
      Lanes lanes,
      Stopgap stopgap,
      Health health) {
    this.context = context;
    this.timers = timers;
    this.world = world;
    this.lanes = lanes;
    this.stopgap = stopgap;
    this.health = health;
  }

  /** Whether a list is being made, so that nothing else may be sent to the partitions. */
  boolean isUnderWay() {
    return round.isPresent();
  }

  /** Whether the firewall has answered to one. */
  boolean isAnswered() {
    return answered;
  }

  /**
   * Brings the firewall in line, as soon as it is known what all partitions hold.
   *
   * @param lost whether the firewall is known to have lost its blocks
   */
  void want(boolean lost) {
    wanted = true;
    drifted |= lost;
    begin();
  }

  /** Goes on with what is wanted or prepared, if that is possible now. */
  void begin() {
    if (wanted && round.isEmpty() && lanes.areKnown()) {
      round = Optional.of(new ReloadRound(drifted));
      wanted = false;
      drifted = false;
      collectWhenIdle();
    }
  }

  /** Asks the partitions, as soon as no write is under way. */
  void collectWhenIdle() {
    if (round.isPresent()) {
      ReloadRound prepared = round.get();
      prepared.collectWhenIdle(lanes, world.time());
      callWhenComplete(prepared);
    }
  }

  /** A partition has handed over its share. */
  void collected(Note.Collected share) {
    if (round.isPresent()) { // Else a partition stopped meanwhile and ended the round.
      ReloadRound prepared = round.get();
      prepared.add(share);
      callWhenComplete(prepared);
    }
  }

  /** A partition stopped, and with it the round. */
  void abandon() {
    wanted |= round.isPresent();
    endRound();
  }

  void answered(Note.ReloadAnswered answer) {
    answered = true;
    tell(answer);
    if (answer.failure().isPresent()) {
      String reason = answer.failure().get();
      context.getLog().error("The firewall refused a reload: {}", reason);
      health.report(FIREWALL, Status.DOWN, reason);
      lanes.each(lane -> lane.tellRecovered(new Partition.ReloadFailed(answer.at())));
      timers.startSingleTimer(Note.ReloadAgain.INSTANCE, BlockJournal.pause(failures++));
      return;
    }
    failures = 0;
    reportFirewall(Optional.empty());
    boolean observed = world.firewall().observing().isPresent();
    answer
        .upTo()
        .forEach(
            (partition, upTo) ->
                lanes
                    .lane(partition)
                    .tellRecovered(new Partition.Reloaded(answer.at(), upTo, observed)));
  }

  /** Nothing is told of a firewall that holds nothing, as it should. */
  private void tell(Note.ReloadAnswered answer) {
    Optional<String> observing = world.firewall().observing();
    if (answer.failure().isPresent() || (answer.drops() > 0 && observing.isEmpty())) {
      Kind kind = answer.failure().isPresent() ? Kind.RESTORE_FAILED : Kind.RESTORED;
      world
          .log()
          .outcome(
              new Outcome.OfFirewall(
                  kind, answer.at(), answer.drops(), Optional.empty(), answer.failure()));
    }
  }

  /** Reports what the firewall made of a call; a reload that failed outweighs it. */
  void reportFirewall(Optional<String> failure) {
    if (failures > 0) {
      return;
    }
    Optional<String> observing = world.firewall().observing();
    if (failure.isPresent()) {
      health.report(FIREWALL, Status.DEGRADED, failure.get());
    } else {
      Status status = observing.isPresent() ? Status.DEGRADED : Status.UP;
      health.report(FIREWALL, status, observing.orElse(""));
    }
  }

  private void callWhenComplete(ReloadRound prepared) {
    if (prepared.isComplete()) {
      List<Firewall.Drop> drops = stopgap.with(prepared.drops(world.time().offset()));
      context.pipeToSelf(call(drops), (done, failure) -> answer(drops.size(), prepared, failure));
      endRound();
    }
  }

  private CompletionStage<Done> call(List<Firewall.Drop> drops) {
    try {
      return world.firewall().reload(drops);
    } catch (RuntimeException failure) { // A broken adapter is a firewall that refused.
      return CompletableFuture.failedStage(failure);
    }
  }

  private Responder.Command answer(int drops, ReloadRound prepared, @Nullable Throwable failure) {
    return new Note.ReloadAnswered(
        drops,
        prepared.upTo(),
        world.time().now(),
        Optional.ofNullable(failure).map(FirewallCalls::reason));
  }

  private void endRound() {
    round = Optional.empty();
    lanes.send();
    begin();
  }
}
