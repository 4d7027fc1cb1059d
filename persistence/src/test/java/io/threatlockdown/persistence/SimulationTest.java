package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Runs the whole core by simulated time, on a simulated disk, kernel and programs that crash, fail,
 * hang and are tampered with, from many seeds. {@code -Dsimulation.seed=N} runs one, {@code
 * -Dsimulation.seeds=N} so many; {@code -Pnightly} runs 100,000.
 */
class SimulationTest {
  private static final Optional<Long> ONLY = Optional.ofNullable(Long.getLong("simulation.seed"));
  private static final long SEEDS = Long.getLong("simulation.seeds", 2_000);
  private static final Logger ROOT =
      (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private static final Level USUAL = ROOT.getLevel();

  @BeforeAll
  static void beQuiet() {
    ROOT.setLevel(Level.OFF); // What goes wrong in a run is meant to.
  }

  @AfterAll
  static void speakAgain() {
    ROOT.setLevel(USUAL);
  }

  @Test
  void run_anySeed_breaksNoInvariant() {
    LongStream seeds = ONLY.map(LongStream::of).orElseGet(() -> LongStream.rangeClosed(1, SEEDS));

    seeds.forEach(
        seed -> {
          Simulation.Outcome outcome = Simulation.run(seed);
          assertThat(outcome.violation())
              .as(() -> "replay with -Dtest=SimulationTest -Dsimulation.seed=" + seed + story(seed))
              .isEmpty();
        });

    if (ONLY.isEmpty() && SEEDS >= 2_000) {
      assertThat(SimulatedHost.SEEN).containsExactly(SimulatedRarity.values());
    }
  }

  @Test
  void run_sameSeed_isTheSameRun() {
    List<Long> first = LongStream.rangeClosed(1, 10).mapToObj(SimulationTest::trace).toList();
    List<Long> again = new ArrayList<>();
    for (long seed = 10; seed >= 1; seed--) {
      again.add(0, trace(seed));
    }

    assertThat(again).isEqualTo(first).doesNotHaveDuplicates();
  }

  private static long trace(long seed) {
    return Simulation.run(seed).trace();
  }

  /** Returns what happened in a run, for whoever has to find out why. */
  private static String story(long seed) {
    List<String> story = new ArrayList<>();
    Simulation.Outcome outcome = Simulation.run(seed, Optional.of(story::add));
    return "\n" + String.join("\n", story) + "\n" + outcome.violation().orElse("not again");
  }
}
