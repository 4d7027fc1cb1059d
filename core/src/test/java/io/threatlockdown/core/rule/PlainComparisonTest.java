package io.threatlockdown.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.expression.Mutations;
import io.threatlockdown.core.expression.Seeds;
import io.threatlockdown.core.rule.PlainRules.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the compiled engine against the plain walk: the same line, the same memory behind it, the
 * same answer, on good lines, mutated lines and random bytes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlainComparisonTest {
  private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");
  private static final ReportingHost MANAGER = ReportingHost.local("manager");
  private static final int SESSION_LINES = 200;

  private final List<KnownRuleset> rulesets = load();

  /** All that a line led to. */
  private record Answer(
      Optional<String> decoder,
      Optional<String> parent,
      Map<String, String> staticFields,
      List<?> dynamicFields,
      List<Object> rest,
      Outcome outcome) {}

  private static List<KnownRuleset> load() {
    List<KnownRuleset> rulesets =
        new ArrayList<>(List.of(KnownRuleset.shipped(), KnownRuleset.ossec()));
    if (WazuhFiles.arePresent()) {
      rulesets.add(KnownRuleset.wazuh());
    }
    return List.copyOf(rulesets);
  }

  Stream<KnownRuleset> rulesets() {
    return rulesets.stream();
  }

  @ParameterizedTest
  @MethodSource("rulesets")
  void evaluate_everyKnownLine_isAsThePlainWalkSays(KnownRuleset ruleset) {
    Pair pair = new Pair(ruleset, "as written");

    for (int i = 0; i < ruleset.lines().size(); i++) {
      pair.compare(ruleset.lines().get(i), NOON.plusSeconds(i));
    }

    assertThat(pair.alerts).isPositive();
  }

  @ParameterizedTest
  @MethodSource("rulesets")
  void evaluate_mutatedLinesAndNoise_isAsThePlainWalkSays(KnownRuleset ruleset) {
    int sessions = Seeds.comparisons() / rulesets.size() / SESSION_LINES;
    int alerts = 0;
    for (long seed : Seeds.of(sessions)) {
      alerts += session(ruleset, seed);
    }

    assertThat(alerts).isPositive();
  }

  /** Few lines, often repeated, so that rules which count have something to count. */
  private static int session(KnownRuleset ruleset, long seed) {
    Random random = new Random(seed);
    Mutations mutations = new Mutations(random, ruleset.lines());
    Pair pair = new Pair(ruleset, Seeds.replay(seed));
    String line = mutations.line();
    String other = line;
    Instant now = NOON;
    for (int i = 0; i < SESSION_LINES; i++) {
      if (random.nextInt(12) == 0) {
        other = line;
        line = mutations.line();
      }
      now = now.plusSeconds(random.nextInt(20) == 0 ? random.nextInt(400) : random.nextInt(3));
      String next =
          switch (random.nextInt(8)) {
            case 0, 1, 2 -> mutations.mutate(line);
            case 3 -> other;
            case 4 -> random.nextInt(3) == 0 ? mutations.noise() : mutations.mutate(other);
            default -> line;
          };
      pair.compare(next, now);
    }
    return pair.alerts;
  }

  /** The same host twice: once for the compiled engine, once for the plain one. */
  private static final class Pair {
    private final KnownRuleset ruleset;
    private final String described;
    private final Correlation memory;
    private final PlainRules.Session session;
    private int alerts;

    private Pair(KnownRuleset ruleset, String described) {
      this.ruleset = ruleset;
      this.described = described;
      this.memory = ruleset.rules().correlation(new AtomicLong()::incrementAndGet);
      this.session =
          ruleset
              .plainRules()
              .session(ruleset.rules().correlation(new AtomicLong()::incrementAndGet));
    }

    private void compare(String text, Instant now) {
      LogLine line = LogLine.log(text, "/var/log/syslog", MANAGER, now);
      Event compiled = ruleset.decoders().decode(line);
      Event plain = ruleset.plainDecoders().decode(line);
      Answer expected = answer(plain, session.evaluate(plain, now));
      Answer found = answer(compiled, Outcome.of(ruleset.rules().evaluate(compiled, now, memory)));
      alerts += expected.outcome().alert() == 0 ? 0 : 1;
      if (!found.equals(expected)) {
        assertThat(found).as("%s ruleset, %s: %s", ruleset, described, text).isEqualTo(expected);
      }
    }

    private static Answer answer(Event event, Outcome outcome) {
      Map<String, String> fields = new TreeMap<>();
      for (StaticField field : StaticField.values()) {
        event.field(field).ifPresent(value -> fields.put(field.fieldName(), value));
      }
      return new Answer(
          event.decoderName(),
          event.decoderParent(),
          fields,
          event.dynamicFields(),
          List.of(
              event.log(),
              event.fullLog(),
              event.timestamp(),
              event.hostname(),
              event.programName(),
              event.category(),
              event.ftsFields(),
              event.accumulates(),
              event.line()),
          outcome);
    }
  }
}
