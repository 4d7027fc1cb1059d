package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.LadderStep;
import io.threatlockdown.core.response.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far up their ladders offenders are, the one that climbed last at the end. Bounded. */
final class Standings {
  /** The most offenders remembered; the one that climbed longest ago is forgotten first. */
  static final int OFFENDERS_MAX = 50_000;

  private final LinkedHashMap<AddressPrefix, Map<String, Standing>> standings =
      new LinkedHashMap<>();

  /** Returns all, that of the offender who climbed longest ago first. */
  List<Standing> all() {
    return standings.values().stream().flatMap(each -> each.values().stream()).toList();
  }

  /** Returns those of an offender. */
  List<Standing> of(AddressPrefix offender) {
    return List.copyOf(standings.getOrDefault(offender, Map.of()).values());
  }

  /** Whether any of these offenders has one. */
  boolean hasAny(List<AddressPrefix> offenders) {
    return offenders.stream().anyMatch(standings::containsKey);
  }

  /** Returns where the order, a step of a ladder, leads to. */
  Standing next(BlockOrder order) {
    LadderStep step = order.ladder().orElseThrow();
    Instant until = order.expiresAt().orElse(order.at());
    Standing next =
        new Standing(
            step.ladder(),
            step.offender(),
            order.offence(),
            step.step(),
            order.at(),
            until,
            until.plus(step.countsFor()).truncatedTo(ChronoUnit.MICROS));
    return Optional.ofNullable(standings.getOrDefault(step.offender(), Map.of()).get(step.ladder()))
        .filter(last -> isSame(last, order, step))
        .map(last -> last.until(later(last.until(), until)))
        .orElse(next);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static boolean isSame(Standing last, BlockOrder order, LadderStep step) {
    return last.offences() == order.offence() && last.step() == step.step();
  }

  /** Applies where an offender is now. */
  void put(Standing standing) {
    Map<String, Standing> byLadder = standings.remove(standing.offender());
    Map<String, Standing> after = byLadder == null ? new HashMap<>() : byLadder;
    after.put(standing.ladder(), standing);
    standings.put(standing.offender(), after);
    forget(standing.at());
  }

  /** A step was ended before its time. */
  void ended(BlockOrder order, Instant at) {
    order
        .ladder()
        .flatMap(
            step ->
                of(step.offender()).stream()
                    .filter(last -> last.ladder().equals(step.ladder()))
                    .filter(last -> isSame(last, order, step) && last.until().isAfter(at))
                    .findFirst())
        .ifPresent(last -> replace(last.until(at)));
  }

  private void replace(Standing standing) {
    Map<String, Standing> byLadder = standings.get(standing.offender());
    if (byLadder != null) {
      byLadder.put(standing.ladder(), standing);
    }
  }

  /** These offenders are pardoned: what is in force counts as the first offence. */
  void pardon(List<AddressPrefix> offenders, Instant at) {
    for (AddressPrefix offender : offenders) {
      Map<String, Standing> byLadder = standings.remove(offender);
      if (byLadder != null) {
        byLadder.values().removeIf(standing -> !standing.until().isAfter(at));
        byLadder.replaceAll((ladder, standing) -> standing.pardoned());
        if (!byLadder.isEmpty()) {
          standings.put(offender, byLadder);
        }
      }
    }
  }

  /** Somebody set the wall clock. */
  void move(Duration step) {
    standings.values().forEach(each -> each.replaceAll((ladder, last) -> last.moved(step)));
  }

  /** Forgets what is too much, and among the oldest what counts no more. */
  private void forget(Instant now) {
    Iterator<Map<String, Standing>> oldest = standings.values().iterator();
    while (oldest.hasNext()) {
      Map<String, Standing> each = oldest.next();
      each.values().removeIf(standing -> !standing.countsUntil().isAfter(now));
      if (standings.size() <= OFFENDERS_MAX && !each.isEmpty()) {
        return;
      }
      oldest.remove();
    }
  }
}
