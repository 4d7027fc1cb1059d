package io.threatlockdown.core.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Asks filters of patterns about texts that have what they need, and that lack it. */
class TextFilterTest {
  private final LiteralIndex literals = new LiteralIndex();

  @Test
  void admits_alternatives_whatHasAllTextsOfOne() {
    TextFilter filter = TextFilter.of(Flavour.OS_REGEX, "^AB\\d+CD|^ef", literals);

    assertThat(admits(filter, "ab1cd")).isTrue();
    assertThat(admits(filter, "xxEF")).isTrue();
    assertThat(admits(filter, "abc")).isFalse();
    assertThat(admits(filter, "")).isFalse();
    assertThat(filter.admitsAll()).isFalse();
  }

  @Test
  void of_alternativeWithoutText_admitsAll() {
    assertThat(TextFilter.of(Flavour.OS_REGEX, "abc|\\d+", literals).admitsAll()).isTrue();
    assertThat(TextFilter.of(Flavour.PCRE2, "abc|", literals).admitsAll()).isTrue();
    assertThat(TextFilter.of(Flavour.OS_MATCH, "abc|$", literals).admitsAll()).isTrue();
    assertThat(TextFilter.of(Flavour.OS_MATCH, "!abc", literals).admitsAll()).isTrue();
    assertThat(TextFilter.of(Flavour.OS_MATCH, "a", literals).admitsAll()).isTrue();
    assertThat(TextFilter.of(Flavour.STRING, "abc", literals).admitsAll()).isTrue();
  }

  @Test
  void of_patternPastTheFirstSearch_admitsAll() {
    TextFilter early = TextFilter.of(Flavour.OS_MATCH, "early", literals);
    assertThat(admits(early, "too early")).isTrue();

    TextFilter late = TextFilter.of(Flavour.OS_MATCH, "late", literals);
    TextFilter same = TextFilter.of(Flavour.OS_MATCH, "early", literals);

    assertThat(late.admitsAll()).isTrue();
    assertThat(admits(same, "late")).isFalse();
  }

  @Test
  void admits_anyMatch_isAdmitted() throws PatternException {
    List<String> patterns =
        List.of("\\.+\\d\\w", "a\\s\\w+:\\s+%", "\\d+\\d\\s", "k=(\\S*)", "\\S+(\\D*)$", "a\\(b");
    List<String> subjects =
        List.of("a1!", "A x: %", "12x", "k=", "ab cd", "ax :%", "a(b", "a x%: %", "9");
    for (String pattern : patterns) {
      Expression expression = Expressions.compile(Flavour.OS_REGEX, pattern);
      LiteralIndex own = new LiteralIndex();
      TextFilter filter = TextFilter.of(Flavour.OS_REGEX, pattern, own);
      for (String subject : subjects) {
        boolean missed = expression.matches(subject) && !filter.admits(own.find(subject, 0));

        assertThat(missed).as("%s on %s", pattern, subject).isFalse();
      }
    }
  }

  private boolean admits(TextFilter filter, String log) {
    return filter.admits(literals.find(log, 0));
  }
}
