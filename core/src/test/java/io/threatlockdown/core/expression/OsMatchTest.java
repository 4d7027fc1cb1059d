package io.threatlockdown.core.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Probed results of the original (spec ruleset §2.2), and of exact texts. */
class OsMatchTest {
  @ParameterizedTest
  @MethodSource("probes")
  void matches_pattern_answersAsTheOriginal(String pattern, String subject, boolean match)
      throws PatternException {
    Expression expression = Expressions.compile(Flavour.OS_MATCH, pattern);

    assertThat(expression.matches(subject)).isEqualTo(match);
    assertThat(expression.find("x" + subject, 1, new Captures())).isEqualTo(match);
  }

  static Stream<Arguments> probes() {
    return Stream.of(
        arguments("sshd", "my SSHD here", true),
        arguments("sshd", "sshx", false),
        arguments("^sshd", "sshd[1]", true),
        arguments("^sshd", "a sshd", false),
        arguments("sshd$", "a sshd", true),
        arguments("sshd$", "sshd ", false),
        arguments("^sshd$", "SSHD", true),
        arguments("^sshd$", "sshd-session", false),
        arguments("a|b", "xbx", true),
        arguments("a|b", "xcx", false),
        arguments("foo|", "bar", true),
        arguments("", "bar", true),
        arguments("^", "bar", true),
        arguments("$", "bar", true),
        arguments("^$", "bar", false),
        arguments("^$", "", true),
        arguments("!a|b", "c", true),
        arguments("!a|b", "b", false),
        arguments("a!", "a!", true),
        arguments("a|!b", "c", false),
        arguments("\\.", "a.b", false),
        arguments("\\.", "a\\.b", true),
        arguments("a.c", "abc", false),
        arguments("aab", "aaab", true),
        arguments("\u00e9", "\u00e9", false),
        arguments("^\u00e9", "\u00e9", true),
        arguments("\u00e9$", "a\u00e9", true),
        arguments("ab", "a", false));
  }

  @Test
  void matches_exactText_mindsCaseAndLength() throws PatternException {
    Expression expression = Expressions.compile(Flavour.STRING, "drop");

    assertThat(expression.matches("drop")).isTrue();
    assertThat(expression.matches("Drop")).isFalse();
    assertThat(expression.matches("drops")).isFalse();
    assertThat(expression.find("xdrop", 1, new Captures())).isTrue();
    assertThat(expression.find("drop", 1, new Captures())).isFalse();
  }

  @Test
  void named_wordOfTheRuleset_isFoundIgnoringCase() {
    assertThat(Flavour.named("PCRE2")).contains(Flavour.PCRE2);
    assertThat(Flavour.named("osregex")).contains(Flavour.OS_REGEX);
    assertThat(Flavour.named("os_regex")).isEmpty();
  }
}
