package io.threatlockdown.core.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the texts found in patterns with those that must be in a match. */
class PrefilterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "^Failed \\S+ for (\\S+) from ~ [failed ,  for ,  from]",
        "a\\sb\\s ~ [a b]",
        "a\\s+b ~ [a, b]",
        "\\(x\\)\\(+y ~ [(x, y]",
        "a+b*$ ~ [a+b*]",
        "a^b$c ~ [a^b$c]",
        "x\\$ ~ [x]",
        "\\d+ab\\s! ~ [ab]",
        "\\d+ab\\s!c ~ [ab !c]",
        "\\d+ab\\s!$ ~ [ab !]",
        "\\d+ab\\\\! ~ [ab]",
        "\u00e9ab\u00e9 ~ [ab]",
        "\\d+ ~ []",
      })
  void ofOsRegex_oneAlternative_findsItsTexts(String pattern, String texts) {
    assertThat(LiteralTexts.ofOsRegex(pattern)).hasSize(1);
    assertThat(LiteralTexts.ofOsRegex(pattern).get(0)).hasToString(texts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "[^%]*%FTD-[0-7]-[^:\\s]+[:\\s].* ~ [%ftd-, -]",
        "(?i)AB+c?d{2}e{x ~ [ab, e{x]",
        "a(b|c)+d\\.e\\d ~ [a, d.e]",
        "x[\\]|]y[]]z ~ [x, y, z]",
        "^a.b$ ~ [a, b]",
        "ab*?c ~ [a, c]",
        "\\x41b ~ []",
        "(?x) a b ~ []",
        "(a ~ []",
      })
  void ofPcre2_oneAlternative_findsItsTexts(String pattern, String texts) {
    assertThat(LiteralTexts.ofPcre2(pattern)).hasSize(1);
    assertThat(LiteralTexts.ofPcre2(pattern).get(0)).hasToString(texts);
  }

  @Test
  void of_alternatives_admitsWhatHasOne() {
    Prefilter prefilter = Prefilter.of(Flavour.OS_REGEX, "^AB\\d+CD|^ef");

    assertThat(prefilter.admits(FoldedText.of("ab1cd"))).isTrue();
    assertThat(prefilter.admits(FoldedText.of("xxef"))).isTrue();
    assertThat(prefilter.admits(FoldedText.of("cd1ab"))).isFalse();
    assertThat(prefilter.admits(FoldedText.of(""))).isFalse();
    assertThat(prefilter.admitsAll()).isFalse();
  }

  @Test
  void of_alternativeWithoutText_admitsAll() {
    assertThat(Prefilter.of(Flavour.OS_REGEX, "abc|\\d+").admitsAll()).isTrue();
    assertThat(Prefilter.of(Flavour.PCRE2, "abc|").admitsAll()).isTrue();
    assertThat(Prefilter.of(Flavour.OS_MATCH, "abc|$").admitsAll()).isTrue();
    assertThat(Prefilter.of(Flavour.OS_MATCH, "!abc").admitsAll()).isTrue();
    assertThat(Prefilter.of(Flavour.STRING, "abc").admits(FoldedText.of(""))).isTrue();
  }

  @Test
  void texts_osMatch_areItsAlternativesWithoutAnchors() {
    Prefilter prefilter = Prefilter.of(Flavour.OS_MATCH, "^Failed|x.y$");

    assertThat(prefilter.texts()).containsExactly("failed", "x.y");
    assertThat(prefilter.admits(FoldedText.of("has x.y"))).isTrue();
    assertThat(prefilter.admits(FoldedText.of("has xzy"))).isFalse();
  }

  @Test
  void admits_anyMatch_isAdmitted() throws PatternException {
    List<String> patterns =
        List.of("\\.+\\d\\w", "a\\s\\w+:\\s+%", "\\d+\\d\\s", "k=(\\S*)", "\\S+(\\D*)$", "a\\(b");
    List<String> subjects =
        List.of("a1!", "A x: %", "12x", "k=", "ab cd", "ax :%", "a(b", "a x%: %", "9");
    for (String pattern : patterns) {
      Expression expression = Expressions.compile(Flavour.OS_REGEX, pattern);
      Prefilter prefilter = Prefilter.of(Flavour.OS_REGEX, pattern);
      for (String subject : subjects) {
        boolean missed = expression.matches(subject) && !prefilter.admits(FoldedText.of(subject));

        assertThat(missed).as("%s on %s", pattern, subject).isFalse();
      }
    }
  }
}
