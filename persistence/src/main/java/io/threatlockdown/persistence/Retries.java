package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the firewall refused and is asked again, with growing pauses. Each round asks in smaller
 * lists than the one before, so that one address it cannot take does not keep others out.
 */
final class Retries {
  /** The most addresses in one call to the firewall. */
  static final int CALL_MAX = 10_000;

  /** The most calls in one round; the rest wait for the next. */
  static final int CALLS_MAX = 500;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int DOUBLINGS_MAX = 6; // 64 s

  private final Map<Long, AddressPrefix> blocks = new LinkedHashMap<>();
  private final Map<Long, AddressPrefix> lifts = new LinkedHashMap<>();
  private int rounds;

  /** One list for one call, by block number. */
  record Call(boolean lift, Map<Long, AddressPrefix> targets) {}

  void blockFailed(long number, AddressPrefix target) {
    blocks.put(number, target);
  }

  void liftFailed(long number, AddressPrefix target) {
    lifts.put(number, target);
  }

  /** The firewall did something: it works, so the next failure is tried again soon. */
  void succeeded() {
    rounds = 0;
  }

  boolean isEmpty() {
    return blocks.isEmpty() && lifts.isEmpty();
  }

  Duration pause() {
    return FIRST_PAUSE.multipliedBy(1L << Math.min(rounds, DOUBLINGS_MAX));
  }

  /** Takes what to ask now. What fails again comes back through the verbs above. */
  List<Call> takeRound() {
    int size = Math.max(1, CALL_MAX >> Math.min(31, 3 * (rounds + 1)));
    rounds++;
    List<Call> calls = new ArrayList<>();
    take(lifts, true, size, calls);
    take(blocks, false, size, calls);
    return calls;
  }

  private static void take(
      Map<Long, AddressPrefix> from, boolean lift, int size, List<Call> calls) {
    Iterator<Map.Entry<Long, AddressPrefix>> entries = from.entrySet().iterator();
    while (entries.hasNext() && calls.size() < CALLS_MAX) {
      Map<Long, AddressPrefix> targets = new LinkedHashMap<>();
      while (entries.hasNext() && targets.size() < size) {
        Map.Entry<Long, AddressPrefix> entry = entries.next();
        targets.put(entry.getKey(), entry.getValue());
        entries.remove();
      }
      calls.add(new Call(lift, targets));
    }
  }
}
