package io.threatlockdown.core.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Probed results of the original (spec ruleset §2.3 to §2.5), row by row. */
class OsRegexTest {
  private final Captures captures = new Captures();

  @ParameterizedTest
  @MethodSource("probes")
  void matches_probedPattern_answersAsTheOriginal(String pattern, String subject, boolean match)
      throws PatternException {
    Expression expression = compile(pattern);

    assertThat(expression.matches(subject)).isEqualTo(match);
    assertThat(expression.find(subject, 0, captures)).isEqualTo(match);
  }

  static Stream<Arguments> probes() {
    return Stream.of(
        arguments("(\\d+)(\\w+)", "12ab", false),
        arguments("\\S+x$", "abxx", false),
        arguments("\\w*$", "ab!", false),
        arguments("$", "x", false),
        arguments("\\d+\\d\\s", "12x", true),
        arguments("\\.+\\d\\w", "a1!", true),
        arguments("a\\.+bx\\.+cx\\.+dx\\.+ex\\.+fx\\.+g", "a1b2bx1c2cx1d2dx1e2ex1f2fx3g", false),
        arguments("foo bar$", "foo bar foo bar", true),
        arguments("ab*", "xab*x", true),
        arguments("ab*", "abb", false),
        arguments("\u00e9", "caf\u00e9", false),
        arguments("caf\u00c3\\.", "caf\u00c3\u00a9", false),
        arguments("caf\\.\\S", "caf\u00c3\u00a9", true),
        arguments("\\W\\D", "\u00c3\u00a9", true),
        arguments("FOO", "xfoox", true),
        arguments("^foo", "xfoo", false),
        arguments("a^b", "a^b", true),
        arguments("a$b", "a$b", true),
        arguments("a\\$", "a$b", true),
        arguments("a\\$", "a", false),
        arguments("x.y", "xzy", false),
        arguments("x.y", "x.y", true),
        arguments("\\.*", "", true),
        arguments("^$", "", true),
        arguments("^\\s*$", "", true),
        arguments("", "", true),
        arguments("\\.+", "", false),
        arguments("^$", "x", false),
        arguments("^\\d\\d", "1", false),
        arguments("^\\d\\d", "12", true),
        arguments("one|two", "a two", true),
        arguments("one|", "a two", true),
        arguments("^one$|^two$", "two", true),
        arguments("^one$|^two$", "two ", false),
        arguments("\\(\\)\\|\\\\\\<", "()|\\<", true),
        arguments("\\(+x", "((x", true));
  }

  @ParameterizedTest
  @MethodSource("captures")
  void find_probedPattern_capturesAsTheOriginal(
      String pattern, String text, List<String> groups, int next) throws PatternException {
    assertThat(compile(pattern).find(text, 0, captures)).isTrue();
    assertThat(captures.groups()).isEqualTo(groups);
    assertThat(captures.next()).isEqualTo(next);
  }

  static Stream<Arguments> captures() {
    return Stream.of(
        arguments("^\\s*(\\S+)\\s*:", "cpl:mmer : TTY", List.of("cpl:mmer"), 10),
        arguments("MWName=\\t*(\\.*)\\t", "MWName=\tPath=3\tEnd", List.of("\tPath=3"), 15),
        arguments("^(\\S+) (\\S+)", "a bc d", List.of("a", "bc"), 3),
        arguments("(\\w+)$", "abc", List.of("abc"), 1),
        arguments("k=(\\S*)", "k=", List.of(), 2),
        arguments("k=(\\S*) ", "k=v w", List.of("v"), 4),
        arguments("type=\"(\\.*)\"|type=(\\.*)\\s", "type=a type=\"b\"", List.of("b"), 15),
        arguments(
            "from (\\S+) port (\\d+)", "from 192.0.2.7 port 22 x", List.of("192.0.2.7", "22"), 21),
        arguments("foo", "a foo b", List.of(), 5),
        arguments("foo", "a foo", List.of(), 5),
        arguments("(foo)", "a foo", List.of("foo"), 5),
        arguments("", "ab", List.of(), 1),
        arguments("\\S+(\\D*)$", "a", List.of(), 1));
  }

  @Test
  void find_endBeforeTheSubject_dependsOnTheByteBefore() throws PatternException {
    Expression optional = compile("^\\d*");

    assertThat(optional.find("rest", 0, captures)).isTrue();
    assertThat(captures.next()).as("nothing before: nothing is left").isEqualTo(4);
    assertThat(optional.find(" rest", 1, captures)).isTrue();
    assertThat(captures.next()).as("a byte before: all is left").isEqualTo(1);
    assertThat(optional.find("\0rest", 1, captures)).isTrue();
    assertThat(captures.next()).as("a NUL before: nothing is left").isEqualTo(5);
  }

  @Test
  void find_fromWithin_anchorsThere() throws PatternException {
    assertThat(compile("^(b)").find("ab", 1, captures)).isTrue();
    assertThat(captures.group(0)).isEqualTo("b");
    assertThat(compile("^b$").find("ab", 1, captures)).isTrue();
    assertThat(compile("a").find("ab", 1, captures)).isFalse();
  }

  @Test
  void find_noMatch_leavesCapturesAlone() throws PatternException {
    assertThat(compile("(a)").find("a", 0, captures)).isTrue();
    assertThat(compile("(b)").find("a", 0, captures)).isFalse();

    assertThat(captures.groups()).containsExactly("a");
  }

  @Test
  void find_classes_containTheBytesOfTheTable() throws PatternException {
    assertThat(members("\\d")).isEqualTo("0123456789");
    assertThat(members("\\s")).isEqualTo(" ");
    assertThat(members("\\p")).isEqualTo("!\"#$%&'()*+,-.:;<=>?[]{|}");
    assertThat(members("\\w"))
        .isEqualTo("-0123456789@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
    assertThat(members("\\S")).contains("\t").contains("\u00ff").doesNotContain(" ");
    assertThat(members("\\.")).hasSize(255);
    assertThat(members("\\t")).isEqualTo("\t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\q", "a\\", "(a", "a)", "((a))", "(a|b)", "\\x41", "\\n"})
  void compile_wrongPattern_isRefused(String pattern) {
    assertThatThrownBy(() -> compile(pattern))
        .isInstanceOf(PatternException.class)
        .hasMessageContaining(pattern);
  }

  @Test
  void compile_longPattern_isRefused() throws PatternException {
    String longest = "x".repeat(Expressions.PATTERN_BYTES_MAX);

    assertThat(compile(longest).matches(longest)).isTrue();
    assertThatThrownBy(() -> compile(longest + "x")).isInstanceOf(PatternException.class);
  }

  @Test
  void matches_quadraticSubject_isGivenUpAndCounted() throws PatternException {
    Expression expression = compile("a\\w+:\\dx");

    assertThat(expression.matches("a".repeat(65_000) + "! a:1x")).isFalse();
    assertThat(expression.budgetExceeded()).isEqualTo(1);
  }

  @Test
  void find_randomPatternsAndSubjects_neverThrow() throws PatternException {
    Random random = new Random(7);
    String[] parts = {"\\d", "\\w", "\\s", "\\.", "+", "*", "a", "1", " ", "(", ")", "|", "^", "$"};
    int compiled = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int part = random.nextInt(10); part >= 0; part--) {
        pattern.append(parts[random.nextInt(parts.length)]);
      }
      StringBuilder subject = new StringBuilder();
      for (int part = random.nextInt(12); part > 0; part--) {
        subject.append("a1 !\u00ff".charAt(random.nextInt(5)));
      }
      Expression expression;
      try {
        expression = compile(pattern.toString());
      } catch (PatternException wrong) {
        continue;
      }
      compiled++;
      if (expression.find(subject.toString(), 0, captures)) {
        assertThat(captures.next()).isBetween(0, subject.length());
      }
    }
    assertThat(compiled).isGreaterThan(10_000);
  }

  private static String members(String pattern) throws PatternException {
    StringBuilder members = new StringBuilder();
    for (char c = 1; c < 256; c++) {
      if (compile(pattern).matches(String.valueOf(c))) {
        members.append(c);
      }
    }
    return members.toString();
  }

  private static Expression compile(String pattern) throws PatternException {
    return Expressions.compile(Flavour.OS_REGEX, pattern);
  }
}
