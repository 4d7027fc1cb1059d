package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.SourceAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Who attacks when, and what the log says of it. */
final class SimulatedAttack {
  private static final ReportingHost HOST = ReportingHost.local("victim");
  private static final List<String> ATTACKERS =
      List.of(
          "192.0.2.1",
          "192.0.2.2",
          "192.0.2.3",
          "192.0.2.4",
          "192.0.2.5",
          "198.51.100.9",
          "2001:db8::5",
          "203.0.113.1",
          "203.0.113.2");
  static final Set<AddressPrefix> ALLOWLISTED =
      Set.of(target("203.0.113.1"), target("203.0.113.2"));

  /**
   * A line of the log.
   *
   * @param ordersAtOnce whether it alone leads to a block
   * @param at when it is written, from the start of the run
   */
  record Line(AddressPrefix target, boolean ordersAtOnce, Duration at) {}

  private SimulatedAttack() {}

  /** Returns the lines of a run in their order: bursts, mostly of one attacker. */
  static List<Line> plan(SplittableRandom random, Duration lasts) {
    List<Line> lines = new ArrayList<>();
    int bursts = random.nextInt(4, 16);
    for (int burst = 0; burst < bursts; burst++) {
      Duration at = Duration.ofMillis(random.nextLong(500, lasts.toMillis()));
      int size = random.nextInt(4) == 0 ? random.nextInt(5, 25) : random.nextInt(1, 4);
      int attacker = random.nextInt(ATTACKERS.size());
      for (int i = 0; i < size; i++) {
        String source =
            ATTACKERS.get(random.nextInt(3) == 0 ? random.nextInt(ATTACKERS.size()) : attacker);
        Duration later = at.plusMillis(random.nextLong(0, 2_000));
        lines.add(new Line(target(source), random.nextInt(3) > 0, later));
      }
    }
    lines.sort(Comparator.comparing(Line::at));
    return lines;
  }

  /** Returns the line as the source reads it now. */
  static LogLine logLine(Line line, Instant receivedAt, SimulatedZone zone) {
    String what = line.ordersAtOnce ? "Invalid" : "Failed";
    return LogLine.log(
        zone.header(receivedAt) + " victim sshd[1]: " + what + " user x from " + line.target.base(),
        "auth.log",
        HOST,
        receivedAt);
  }

  private static AddressPrefix target(String address) {
    return AddressPrefix.of(SourceAddress.parse(address).orElseThrow());
  }
}
