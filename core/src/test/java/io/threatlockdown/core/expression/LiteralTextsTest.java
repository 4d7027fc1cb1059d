package io.threatlockdown.core.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the texts found in patterns with those that must be in a match. */
class LiteralTextsTest {
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
}
