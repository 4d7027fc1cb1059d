package io.threatlockdown.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.expression.PatternException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the literals of patterns, and the search for them, against the patterns themselves. */
class LiteralIndexTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "OS_MATCH;^Failed password|invalid$;[failed passw, invalid]",
        "OS_MATCH;one|;[]",
        "OS_MATCH;!one;[]",
        "OS_MATCH;a;[]",
        "OS_REGEX;^sshd\\S+ from (\\d+.\\d+)|LOGIN \\(ok\\)$;[' from ', 'login (ok']",
        "OS_REGEX;\\d+|one;[]",
        "OS_REGEX;ab\\|cd\\.+ef;[ab|cd]",
        "OS_REGEX;ab*c;[ab*c]",
        "PCRE2;(?i)One|two+;[one, two]",
        "PCRE2;o?;[]"
      })
  void of_pattern_isATextOfEachAlternative(Flavour flavour, String source, String expected)
      throws PatternException {
    String literals = Literals.of(condition(flavour, source)).toString();

    assertThat(literals.replace("'", "")).isEqualTo(expected.replace("'", ""));
  }

  @Test
  void find_textsOfRandomPatterns_occurInAllThatThePatternsMatch() throws PatternException {
    Random random = new Random(4711);
    int matched = 0;
    for (int round = 0; round < 20_000; round++) {
      Flavour flavour = random.nextBoolean() ? Flavour.OS_MATCH : Flavour.OS_REGEX;
      String source = pattern(random);
      PatternCondition condition;
      try {
        condition = condition(flavour, source);
      } catch (PatternException notOne) {
        continue;
      }
      List<String> literals = Literals.of(condition);
      String log = text(random, 12);
      if (!literals.isEmpty() && condition.expression().matches(log)) {
        matched++;
        assertThat(occurs(literals, log)).as(flavour + " " + source + " in " + log).isTrue();
      }
    }
    assertThat(matched).isPositive();
  }

  @Test
  void find_overlappingTexts_findsAll() {
    LiteralIndex.Builder builder = new LiteralIndex.Builder();
    for (String text : List.of("she", "he", "hers", "his", "shelter")) {
      assertThat(builder.number(text)).isNotNegative();
    }

    long[] present = builder.build().find("uSHErs \u00e9");

    assertThat(present).containsExactly(0b111);
  }

  @Test
  void number_pastTheNamedNumberOfStates_isNone() {
    LiteralIndex.Builder builder = new LiteralIndex.Builder();
    int last = 0;
    for (int i = 0; i < LiteralIndex.Builder.STATES_MAX; i++) {
      last = builder.number("text " + i);
    }

    assertThat(last).isEqualTo(LiteralIndex.Builder.NO_NUMBER);
    assertThat(builder.build().find("text 1")[0]).isEqualTo(0b10);
  }

  private static boolean occurs(List<String> literals, String log) {
    LiteralIndex.Builder builder = new LiteralIndex.Builder();
    List<Integer> numbers = new ArrayList<>();
    literals.forEach(literal -> numbers.add(builder.number(literal)));
    long[] present = builder.build().find(log);
    return numbers.stream().anyMatch(number -> (present[number >> 6] & 1L << number) != 0);
  }

  private static PatternCondition condition(Flavour flavour, String source)
      throws PatternException {
    return new PatternCondition(
        Subject.Part.LOG, flavour, Expressions.compile(flavour, source), false);
  }

  private static String pattern(Random random) {
    String[] pieces = {"a", "b", "B", "ab", "|", "^", "$", "\\d", "\\w+", "\\.*", "\\s*", "(", ")"};
    StringBuilder pattern = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      pattern.append(pieces[random.nextInt(pieces.length)]);
    }
    return pattern.toString();
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("aAbB 1^$|".charAt(random.nextInt(9)));
    }
    return text.toString();
  }
}
