package io.threatlockdown.core.expression;

import static io.threatlockdown.core.expression.Flavour.OSSEC_MATCH;
import static io.threatlockdown.core.expression.Flavour.OSSEC_REGEX;
import static io.threatlockdown.core.expression.Flavour.PCRE2_CASELESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What OSSEC 4 means by its patterns, each sentence of spec ruleset §9 with an example. */
class OssecPatternTest {
  private final Captures captures = new Captures();

  @ParameterizedTest
  @MethodSource("regexes")
  void matches_osRegex_isARegularExpression(String pattern, String subject, boolean match)
      throws PatternException {
    check(OSSEC_REGEX, pattern, subject, match);
  }

  static Stream<Arguments> regexes() {
    return Stream.of(
        arguments("failed \\w+ for", "FAILED password FOR", true),
        arguments("\\.", "\n", true),
        arguments("a.b", "axb", false),
        arguments("a.b", "a.b", true),
        arguments("ab*", "abb", false),
        arguments("ab*", "ab*", true),
        arguments("a\\s+b", "a  b", true),
        arguments("a\\sb", "a\tb", false),
        arguments("^\\d+$", "12", true),
        arguments("^\\d+$", "12\n", false),
        arguments("a$b", "a$b", false),
        arguments("a\\$b", "a$b", true),
        arguments("x|^y$", "zy", false),
        arguments("x|^y$", "zx", true),
        arguments("a^b", "a^b", true),
        arguments("\\(\\d+\\)", "(7)", true),
        arguments("(\\d+)(\\w+)", "12ab", true),
        arguments("a (b|c) d", "a c d", true),
        arguments("\\p", "/", false),
        arguments("\\p", "{", true),
        arguments("caf\u00c3\u00a9", "CAF\u00c3\u00a9", true),
        arguments("[x]{2}?", "[x]{2}?", true));
  }

  @ParameterizedTest
  @MethodSource("matches")
  void matches_osMatch_hasAlternativesAndAnchorsOnly(String pattern, String subject, boolean match)
      throws PatternException {
    check(OSSEC_MATCH, pattern, subject, match);
  }

  static Stream<Arguments> matches() {
    return Stream.of(
        arguments("foo", "a FOO b", true),
        arguments("!foo", "bar", false),
        arguments("!foo", "a!foo", true),
        arguments("^foo", "afoo", false),
        arguments("foo$", "foob", false),
        arguments("foo$", "foo\n", false),
        arguments("^foo$", "foo", true),
        arguments("^foo|bar$", "a bar", true),
        arguments("a$b", "a$b", false),
        arguments("a^b", "a^b", false),
        arguments("^^a", "ab", true),
        arguments("a$$", "ba", true),
        arguments("foo|", "bar", true),
        arguments("a.b\\d", "a.b\\d", true),
        arguments("a.b\\d", "axb7", false),
        arguments("$", "x", true),
        arguments("^$", "x", false),
        arguments("(x)[", "(X)[", true),
        arguments("\u00e9", "caf\u00e9", true));
  }

  @ParameterizedTest
  @CsvSource({
    "'(\\w+) (\\w+)', 'ab cd', 'ab,cd'",
    "'(\\w+)x\\w+', 'axbxc', 'a'",
    "'(\\w+) is', 'a is is', 'a'",
    "'^(\\.+)|zz', 'abc', 'abc'",
    "'a(\\d*)$', 'a12', '12'",
  })
  void find_quantifiers_areLazyButAtTheEndOfAnAlternative(
      String pattern, String subject, String groups) throws PatternException {
    assertThat(compile(OSSEC_REGEX, pattern).find(subject, 0, captures)).isTrue();

    assertThat(String.join(",", captures.groups())).isEqualTo(groups);
  }

  @Test
  void find_alternatives_theLeftmostWinsNotTheFirst() throws PatternException {
    assertThat(compile(OSSEC_REGEX, "(b)|(a)").find("a b", 0, captures)).isTrue();

    assertThat(captures.groups()).isEqualTo(List.of("a"));
    assertThat(captures.next()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'^\\S+ \\S+', 'a bc d', 4",
    "'^a bc', 'a bc d', 4",
    "'(\\w+)$', 'abc', 3",
    "'^', 'abc', 0",
    "'c', 'abc', 3"
  })
  void find_end_isExact(String pattern, String subject, int next) throws PatternException {
    assertThat(compile(OSSEC_REGEX, pattern).find(subject, 0, captures)).isTrue();

    assertThat(captures.next()).isEqualTo(next);
  }

  @Test
  void find_fromWithin_anchorsAtTheStartOfTheRest() throws PatternException {
    assertThat(compile(OSSEC_REGEX, "^(\\d+)").find("a1", 1, captures)).isTrue();
    assertThat(compile(OSSEC_REGEX, "^a1").find("a1", 1, captures)).isFalse();
    assertThat(compile(OSSEC_MATCH, "^1").find("a1", 1, captures)).isTrue();
    assertThat(captures.next()).isEqualTo(2);
  }

  @Test
  void find_unsetGroups_areSkippedSoThatLaterOnesMoveUp() throws PatternException {
    assertThat(compile(PCRE2_CASELESS, "(a)?(b)(c)?(d)").find("xbd", 0, captures)).isTrue();

    assertThat(captures.groups()).isEqualTo(List.of("b", "d"));
  }

  @Test
  void find_manyGroups_keepsTheFirst64() throws PatternException {
    assertThat(compile(OSSEC_REGEX, "(\\d)".repeat(70)).find("1".repeat(70), 0, captures)).isTrue();

    assertThat(captures.count()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({"foo.bar, 'a FOOxBAR', true", "'^b$', B, true", "'\\bfoo\\b', 'food', false"})
  void matches_pcre2Element_ignoresCase(String pattern, String subject, boolean match)
      throws PatternException {
    check(PCRE2_CASELESS, pattern, subject, match);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\x", "a\\", "(a", "a)", "\\q+"})
  void compile_wrongRegex_isRefusedAndSaysWhere(String pattern) {
    assertThatThrownBy(() -> compile(OSSEC_REGEX, pattern))
        .isInstanceOf(PatternException.class)
        .hasMessageContaining("at byte")
        .hasMessageEndingWith(pattern);
  }

  @Test
  void compile_deepGroups_areRefused() {
    assertThatThrownBy(() -> compile(OSSEC_REGEX, "(".repeat(251) + ")".repeat(251)))
        .hasMessageContaining("deeper than 250");
  }

  @Test
  void matches_costlyPattern_isGivenUpAndCounted() throws PatternException {
    Expression expression = compile(OSSEC_REGEX, "\\w*\\w*\\w*\\w*\\w*!\\d");

    assertThat(expression.matches("a".repeat(1_000))).isFalse();
    assertThat(expression.budgetExceeded()).isEqualTo(1);
  }

  @Test
  void filter_randomPatternsAndTexts_neverRefusesAMatch() throws PatternException {
    Random random = new Random(9);
    int matches = 0;
    for (int i = 0; i < 20_000; i++) {
      Flavour flavour = random.nextBoolean() ? OSSEC_REGEX : OSSEC_MATCH;
      String pattern = text(random, flavour == OSSEC_REGEX ? PIECES : MATCH_PIECES, 5);
      String subject = text(random, List.of("a", "B", " ", "1", "x", "$", "^"), 8);
      if (compile(flavour, pattern).matches(subject)) {
        matches++;
        LiteralIndex literals = new LiteralIndex();
        TextFilter filter = TextFilter.of(flavour, pattern, literals);
        assertThat(filter.admits(literals.find(subject, 0)))
            .as(flavour + " " + pattern + " in " + subject)
            .isTrue();
      }
    }
    assertThat(matches).isGreaterThan(1_000);
  }

  private static final List<String> PIECES =
      List.of("a", "b", "\\s", "\\d+", "\\w*", "(a|b)", "|", "^", "$", "1", "\\.", "(x)", "\\$");
  private static final List<String> MATCH_PIECES = List.of("a", "b", " ", "1", "|", "^", "$", "x");

  private static String text(Random random, List<String> pieces, int countMax) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(countMax + 1); i > 0; i--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }

  private void check(Flavour flavour, String pattern, String subject, boolean match)
      throws PatternException {
    Expression expression = compile(flavour, pattern);

    assertThat(expression.matches(subject)).isEqualTo(match);
    assertThat(expression.find(subject, 0, captures)).isEqualTo(match);
    assertThat(expression.source()).isEqualTo(pattern);
  }

  private static Expression compile(Flavour flavour, String pattern) throws PatternException {
    return Expressions.compile(flavour, pattern);
  }
}
