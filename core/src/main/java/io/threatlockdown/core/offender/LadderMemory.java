package io.threatlockdown.core.offender;

import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Ladder;
import io.threatlockdown.core.response.LadderStep;
import io.threatlockdown.core.response.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How far up each ladder an offender is. There are as many as ladders. */
final class LadderMemory {
  /**
   * What an alert leads to.
   *
   * @param offence which offence it is, or belongs to; from 1
   * @param step the step that is due
   * @param again whether that step is in force already
   */
  record Climb(int offence, int step, boolean again) {}

  private record Place(int offences, int step, Instant at, Instant until) {
    static final Place GROUND = new Place(0, 1, Instant.MIN, Instant.MIN);
  }

  private final Map<String, Place> places = new HashMap<>();

  /** Places before the orders that are on their way, should these be given up. */
  private final Map<String, Place> before = new HashMap<>();

  /**
   * Takes over what the journal knows.
   *
   * @param time turns its time into the memory's
   */
  void recall(List<Standing> known, UnaryOperator<Instant> time) {
    for (Standing standing : known) {
      places.put(
          standing.ladder(),
          new Place(
              standing.offences(),
              standing.step(),
              time.apply(standing.at()),
              time.apply(standing.until())));
    }
  }

  /** Whether any offence is counted. */
  boolean isEmpty() {
    return places.isEmpty();
  }

  /** Returns what an alert of that level leads to. */
  Climb climb(Ladder ladder, int level, Instant at) {
    Place place = places.getOrDefault(ladder.name(), Place.GROUND);
    boolean inForce = place.until().isAfter(at);
    boolean sameOffence =
        inForce
            && (ladder.step(place.step()).shutsOut()
                || at.isBefore(place.at().plus(ladder.climbAfter())));
    int offence = sameOffence ? place.offences() : left(ladder, place, at) + 1;
    int called = ladder.stepFor(offence, level);
    int step =
        sameOffence ? Math.max(called, Math.min(place.step(), ladder.steps().size())) : called;
    return new Climb(offence, step, inForce && step == place.step());
  }

  private static int left(Ladder ladder, Place place, Instant at) {
    return place.offences() == 0
        ? 0
        : ladder.left(place.offences(), Duration.between(place.until(), at));
  }

  /** Notes an order before it is answered, so that the next alert is seen as its repetition. */
  void ordered(BlockOrder order, Instant at, Instant until) {
    Optional<LadderStep> step = order.ladder();
    if (step.isEmpty()) {
      return;
    }
    String ladder = step.get().ladder();
    Place last = places.getOrDefault(ladder, Place.GROUND);
    boolean same = last.offences() == order.offence() && last.step() == step.get().step();
    before.putIfAbsent(ladder, last);
    places.put(
        ladder,
        new Place(
            order.offence(),
            step.get().step(),
            same ? last.at() : at,
            same && last.until().isAfter(until) ? last.until() : until));
  }

  /** The order is on disk. */
  void taken(BlockOrder order) {
    order.ladder().ifPresent(step -> before.remove(step.ladder()));
  }

  /** Takes back an order that was given up, and those behind it. */
  void refused(BlockOrder order) {
    order
        .ladder()
        .map(LadderStep::ladder)
        .filter(before::containsKey)
        .ifPresent(ladder -> places.put(ladder, before.remove(ladder)));
  }

  /** Forgets all offences; steps in force count as first ones unless they ended. */
  void pardon(Instant now, boolean released) {
    before.clear();
    places.values().removeIf(place -> released || !place.until().isAfter(now));
    places.replaceAll((ladder, place) -> new Place(1, place.step(), place.at(), place.until()));
  }
}
