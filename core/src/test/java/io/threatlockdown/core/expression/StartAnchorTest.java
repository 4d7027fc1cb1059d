package io.threatlockdown.core.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tells patterns that match at the start only from those that may match elsewhere. */
class StartAnchorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "^",
        "^abc",
        "^(a|b)c",
        "(?i)^abc",
        "(?i)(?s)^abc",
        "^a\\|b",
        "^[|]a",
        "^[a\\]|]b",
        "^(?:x|(?:y|z))$",
        "^(?!a|b).*c"
      })
  void isIn_anchored_isTrue(String pattern) throws PatternException {
    assertThat(StartAnchor.isIn(pattern)).isTrue();
    assertThat(Pcre2.compile(pattern).matches("xxx")).isEqualTo("xxx".matches(pattern + "(?s:.*)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "^a|b",
        "(^a)",
        "^(a)|b",
        "^*a",
        "^?a",
        "^{0}a",
        "(?m)^a",
        "(?im)^a",
        "^a(?m)^b",
        "^\\Q(\\E|b",
        "^[a]|b",
        "^a)|b",
        "\\^a",
        "[^a]"
      })
  void isIn_notSurelyAnchored_isFalse(String pattern) {
    assertThat(StartAnchor.isIn(pattern)).isFalse();
  }
}
