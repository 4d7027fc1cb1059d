package io.threatlockdown.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.expression.Comparison;
import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Mutations;
import io.threatlockdown.core.expression.Seeds;
import io.threatlockdown.core.expression.Subjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds every distinct pattern of the known rulesets against its plain reading. */
class PatternComparisonTest {
  private static final int COMPARISONS_PER_SEED = 500;

  private static final List<Comparison> PATTERNS = new ArrayList<>();
  private static final List<String> LINES = new ArrayList<>();

  @BeforeAll
  static void load() {
    List<KnownRuleset> rulesets = new ArrayList<>(List.of(KnownRuleset.shipped()));
    if (WazuhFiles.arePresent()) {
      rulesets.add(KnownRuleset.wazuh());
    }
    Map<String, Expression> distinct = new LinkedHashMap<>();
    for (KnownRuleset ruleset : rulesets) {
      LINES.addAll(ruleset.lines());
      List<Expression> all = new ArrayList<>(ruleset.plainDecoders().patterns());
      all.addAll(ruleset.plainRules().patterns());
      all.forEach(one -> distinct.put(one.getClass().getSimpleName() + one.source(), one));
    }
    distinct.values().forEach(pattern -> PATTERNS.add(Comparison.of(pattern)));
  }

  @Test
  void find_everyPattern_isAsThePlainReadingSaysOfTextsLikeIt() {
    int matches = 0;
    long seed = Seeds.of(1)[0];
    Random random = new Random(seed);
    for (Comparison pattern : PATTERNS) {
      for (int i = 0; i < 4; i++) {
        matches += pattern.compare(Subjects.like(pattern.source(), random), 0, Seeds.replay(seed));
      }
    }

    assertThat(matches).isGreaterThan(PATTERNS.size() / 2);
  }

  @Test
  void find_partsOfLines_isAsThePlainReadingSays() {
    int matches = 0;
    for (long seed : Seeds.of(Seeds.comparisons() / COMPARISONS_PER_SEED)) {
      Random random = new Random(seed);
      Mutations mutations = new Mutations(random, LINES);
      for (int i = 0; i < COMPARISONS_PER_SEED; i++) {
        Comparison pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
        String like = Subjects.like(pattern.source(), random);
        String text =
            switch (random.nextInt(3)) {
              case 0 -> mutations.line();
              case 1 -> mutations.mutate(like);
              default -> mutations.mutate(mutations.line());
            };
        int from = random.nextInt(3) == 0 ? random.nextInt(text.length() + 1) : 0;
        matches += pattern.compare(text, from, Seeds.replay(seed));
      }
    }

    assertThat(matches).isPositive();
  }
}
