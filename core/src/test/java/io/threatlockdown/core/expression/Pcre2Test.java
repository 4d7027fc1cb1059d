package io.threatlockdown.core.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PCRE2 means by a pattern, where Java alone would mean something else or run for ever. */
class Pcre2Test {
  private final Captures captures = new Captures();

  @ParameterizedTest
  @MethodSource("meanings")
  void matches_pattern_meansWhatPcre2Means(String pattern, String subject, boolean match)
      throws PatternException {
    assertThat(compile(pattern).matches(subject)).isEqualTo(match);
    assertThat(compile(pattern).find(subject, 0, captures)).isEqualTo(match);
  }

  static Stream<Arguments> meanings() {
    return Stream.of(
        arguments("Foo", "xFoox", true),
        arguments("foo", "Foo", false),
        arguments("(?i)foo", "FOO", true),
        arguments("a.b", "a\nb", false),
        arguments("a.b", "a\rb", true),
        arguments("b$", "ab\n", true),
        arguments("b$", "ab\r", false),
        arguments("^b", "a\nb", false),
        arguments("and\\sbody\\s{(.+)}", "and body {x}", true),
        arguments("a{2}", "aa", true),
        arguments("a{,2}", "a{,2}", true),
        arguments("x{", "x{", true),
        arguments("(*UTF)\\N{U+202E}", "a\u00e2\u0080\u00ae", true),
        arguments("\\N{U+41}", "A", true),
        arguments("[[]x", "[x", true),
        arguments("[]x]", "]", true),
        arguments("[^]x]", "]", false),
        arguments("[a&&b]", "&", true),
        arguments("[[:digit:]]", "7", true),
        arguments("[[:^digit:]]", "7", false),
        arguments("\\bfoo\\b", "a foo!", true),
        arguments("\\bfoo", "\u00e9foo", true),
        arguments("\\Bfoo", "foo", false),
        arguments("[\\b]", "\b", true),
        arguments("\\Qa.[\\E.", "a.[z", true),
        arguments("\\x{41}\\x42", "AB", true),
        arguments("^(?!ab)", "abc", false),
        arguments("\\w", "\u00e9", false),
        arguments("\u00c3\u00a9", "caf\u00c3\u00a9", true));
  }

  @Test
  void find_unsetGroups_areEmptyBelowASetOneAndAbsentAbove() throws PatternException {
    assertThat(compile("(a)?(b)(c)?").find("xb", 0, captures)).isTrue();

    assertThat(captures.groups()).isEqualTo(List.of("", "b"));
  }

  @Test
  void find_noGroupSet_clearsFormerCaptures() throws PatternException {
    assertThat(compile("(a)").find("a", 0, captures)).isTrue();
    assertThat(compile("(z)?a").find("a", 0, captures)).isTrue();

    assertThat(captures.count()).isZero();
  }

  @Test
  void find_fromWithin_seesNothingBefore() throws PatternException {
    assertThat(compile("^b").find("ab", 1, captures)).isTrue();
    assertThat(captures.next()).isEqualTo(2);
    assertThat(compile("(?<=a)b").find("ab", 1, captures)).isFalse();
  }

  @Test
  void find_emptyMatchAtTheStart_dependsOnTheByteBefore() throws PatternException {
    assertThat(compile("z?").find("ab", 0, captures)).isTrue();
    assertThat(captures.next()).isEqualTo(2);
    assertThat(compile("z?").find("ab", 1, captures)).isTrue();
    assertThat(captures.next()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "a)", "[a", "*a", "\\N{U+110000}", "\\N{foo}", "[[:nope:]]", "(?<"})
  void compile_wrongPattern_isRefused(String pattern) {
    assertThatThrownBy(() -> compile(pattern)).isInstanceOf(PatternException.class);
  }

  @Test
  void compile_deepGroups_areRefused() {
    String deep = "(".repeat(251) + ")".repeat(251);

    assertThatThrownBy(() -> compile(deep)).hasMessageContaining("deeper than 250");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?:|)~(?!)",
        "(?:a?|b*)~(?!)",
        "(?:^|)~(?!)",
        "(?:a*)?~(?!)",
        "(?:(?:a*)?x?)~b",
        "a(?:|)~b",
        "(?:[a|)]|(b|)|)~c",
      })
  void compile_manyWaysToMatchNothing_isRefused(String pattern) {
    String[] parts = pattern.split("~", -1);
    String part = parts[0];
    String many = part.repeat(30) + parts[1];

    assertThatThrownBy(() -> compile(many)).hasMessageContaining("ways to match nothing");
    assertThatCode(() -> compile(part + parts[1])).doesNotThrowAnyException();
  }

  @Test
  void matches_costlyPattern_isGivenUpAndCounted() throws PatternException {
    Expression expression = compile("a*a*a*a*a*b");

    assertThat(expression.matches("a".repeat(1_000))).isFalse();
    assertThat(expression.budgetExceeded()).isEqualTo(1);
    assertThat(expression.matches("aab")).isTrue();
  }

  @Test
  void matches_deepRecursion_isGivenUpAndCounted() throws PatternException {
    Expression expression = compile("(a|b)*c");

    assertThat(expression.matches("ab".repeat(32_000))).isFalse();
    assertThat(expression.budgetExceeded()).isEqualTo(1);
  }

  private static Expression compile(String pattern) throws PatternException {
    return Expressions.compile(Flavour.PCRE2, pattern);
  }
}
