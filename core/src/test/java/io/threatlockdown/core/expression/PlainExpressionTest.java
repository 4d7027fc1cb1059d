package io.threatlockdown.core.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tries the literal reading of OS_Regex on what was probed in the original (spec §2.5). */
class PlainExpressionTest {
  private static final int PATTERNS_PER_SEED = 500;

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "(\\d+)(\\w+)~12ab~false",
        "\\S+x$~abxx~false",
        "\\w*$~ab!~false",
        "$~x~false",
        "\\d+\\d\\s~12x~true",
        "\\.+\\d\\w~a1!~true",
        "a\\.+bx\\.+cx\\.+dx\\.+ex\\.+fx\\.+g~a1b2bx1c2cx1d2dx1e2ex1f2fx3g~false",
        "foo bar$~foo bar foo bar~true",
        "k=(\\S*)~k=~true",
        "ab*~abbb~false",
        "ab*~xab*~true",
      })
  void matches_probedInTheOriginal_isTheSame(String pattern, String subject, boolean match)
      throws PatternException {
    assertThat(new PlainExpression(Flavour.OS_REGEX, pattern).matches(subject)).isEqualTo(match);
    assertThat(Expressions.compile(Flavour.OS_REGEX, pattern).matches(subject)).isEqualTo(match);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "^\\s*(\\S+)\\s*:~cpl:mmer : TTY~[cpl:mmer]~10",
        "^(\\S+) (\\S+)~a bc d~[a, bc]~3",
        "(\\w+)$~abc~[abc]~1",
        "k=(\\S*)~k=~[]~2",
      })
  void find_probedInTheOriginal_isTheSame(String pattern, String subject, String groups, int next)
      throws PatternException {
    Captures plain = new Captures();
    Captures compiled = new Captures();

    assertThat(new PlainExpression(Flavour.OS_REGEX, pattern).find(subject, 0, plain)).isTrue();
    assertThat(Expressions.compile(Flavour.OS_REGEX, pattern).find(subject, 0, compiled)).isTrue();

    assertThat(plain.groups()).hasToString(groups);
    assertThat(plain.next()).isEqualTo(next);
    assertThat(compiled.groups()).isEqualTo(plain.groups());
    assertThat(compiled.next()).isEqualTo(next);
  }

  @Test
  void find_randomPatternsOnRandomSubjects_isAsThePlainReadingSays() {
    int seeds = Math.max(1, Seeds.comparisons() / PATTERNS_PER_SEED);
    int matches = 0;
    for (long seed : Seeds.of(seeds)) {
      Random random = new Random(seed);
      for (int i = 0; i < PATTERNS_PER_SEED; i++) {
        Flavour flavour = random.nextInt(4) == 0 ? Flavour.OS_MATCH : Flavour.OS_REGEX;
        String pattern = Subjects.pattern(random);
        try {
          matches +=
              Comparison.of(flavour, pattern)
                  .compare(Subjects.like(pattern, random), 0, Seeds.replay(seed));
        } catch (PatternException noPattern) {
          assertThat(pattern).isNotEmpty();
        }
      }
    }
    assertThat(matches).isPositive();
  }

  @Test
  void of_everyFlavourOfWazuh_keepsIt() {
    for (Flavour flavour :
        List.of(Flavour.OS_MATCH, Flavour.OS_REGEX, Flavour.PCRE2, Flavour.STRING)) {
      assertThatCode(
              () -> {
                Expression compiled = Expressions.compile(flavour, "a");
                assertThat(PlainExpression.of(compiled).flavour()).isEqualTo(flavour);
              })
          .doesNotThrowAnyException();
    }
  }
}
