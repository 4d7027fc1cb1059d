package io.threatlockdown.core.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds programs against {@code java.util.regex}: same match, same end, same groups. */
class RegexProgramTest {
  private static final int PATTERNS_PER_SEED = 500;
  private static final int TEXTS_PER_PATTERN = 3;

  private static final List<String> ATOMS =
      List.of(
          "a", "b", "B", "1", " ", "ab", "aB ", ".", "\\d", "\\w", "\\s", "\\S", "\\W", "[ab]",
          "[^a]", "[^\\s:]", "[\\w.-]", "[a-c1]", "[^\\n]", "\\.", "\\x41", "\u00e9", ":", "\\(");
  private static final List<String> PLACES =
      List.of(
          "^",
          "$",
          "\\A",
          "\\z",
          "\\Z",
          Pcre2Translation.WORD_BOUNDARY,
          Pcre2Translation.NO_WORD_BOUNDARY);
  private static final List<String> QUANTIFIERS =
      List.of("?", "*", "+", "{2}", "{1,3}", "{0,2}", "{2,}", "??", "*?", "+?", "*+", "++", "?+");
  private static final List<String> GROUPS =
      List.of("(", "(", "(", "(?:", "(?:", "(?=", "(?!", "(?!.*ab", "(?=.*:a", "(?>", "(?i:");
  private static final String BYTES = "aAbBc1 .:(\n\t\u00e9-";

  @Test
  void find_randomPatternsOnRandomTexts_isAsJavaSays() {
    int understood = 0;
    int matches = 0;
    int patterns = 0;
    for (long seed : Seeds.of(Math.max(1, Seeds.comparisons() / PATTERNS_PER_SEED))) {
      Random random = new Random(seed);
      for (int i = 0; i < PATTERNS_PER_SEED; i++) {
        String pattern = alternatives(random, 3);
        boolean caseless = random.nextInt(4) == 0;
        Optional<Pattern> java = java(pattern, caseless);
        Optional<RegexProgram> program = RegexProgram.of(pattern, caseless);
        patterns += java.isPresent() ? 1 : 0;
        assertThat(program.isPresent() && java.isEmpty()).as(pattern).isFalse();
        if (program.isPresent() && java.isPresent()) {
          understood++;
          for (int n = 0; n < TEXTS_PER_PATTERN; n++) {
            String text = text(random);
            int from = random.nextInt(text.length() + 1);
            String what = "<%s> in <%s> from %d, %s";
            Object[] in = {pattern, text, from, Seeds.replay(seed)};
            String expected = outcome(java.get(), text, from);
            String found = outcome(program.get(), text, from);
            if (javaKeepsStaleGroups(pattern)) {
              expected = wholeMatch(expected);
              found = wholeMatch(found);
            }
            assertThat(found).as(what, in).isEqualTo(expected);
            boolean admitted = program.get().starts().admit(text, from);
            assertThat(admitted || found.isEmpty()).as(what, in).isTrue();
            matches += expected.isEmpty() ? 0 : 1;
          }
        }
      }
    }
    assertThat(understood).isGreaterThan(patterns / 2);
    assertThat(matches).isGreaterThan(understood / 2);
  }

  @Test
  void find_groupOfAWayThatFailed_isUnset() {
    assertThat(outcome(program("(?:^([^a])){0,2}b"), "b", 0)).isEqualTo("0-1 -1--1 ");
    assertThat(outcome(program("(?:(?=(a))ab|a)"), "a", 0)).isEqualTo("0-1 -1--1 ");
    assertThat(outcome(program("(?:(a)|b)*"), "ab", 0)).isEqualTo("0-2 0-1 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a)\\1",
        "(?<n>a)",
        "(?<=a)b",
        "(?m)^a",
        "a(?i)b",
        "(?:a?)*",
        "^*",
        "a**",
        "[a&&b]",
        "(?!(a))b",
        "\\p{Alpha}",
        "a{3,2}",
        "(?>(a))b",
        "\\Qa\\E",
        "(",
        "[z-a]",
        "(?:(?:a{99}){99}){99}"
      })
  void of_whatIsBeyondIt_isEmpty(String pattern) {
    assertThat(RegexProgram.of(pattern, false)).isEmpty();
  }

  private static Optional<Pattern> java(String pattern, boolean caseless) {
    try {
      int flags = Pattern.UNIX_LINES | (caseless ? Pattern.CASE_INSENSITIVE : 0);
      return Optional.of(Pattern.compile(pattern, flags));
    } catch (PatternSyntaxException wrong) {
      return Optional.empty();
    }
  }

  /**
   * Whether Java may say that a group holds what it held on a way that failed: it forgets to put
   * groups back that repeat or look ahead. PCRE2 does not, nor do we.
   */
  private static boolean javaKeepsStaleGroups(String pattern) {
    try {
      return isUnsure(new RegexParser(pattern, false).parse());
    } catch (PatternException beyond) {
      throw new AssertionError(beyond);
    }
  }

  private static boolean isUnsure(RegexSyntax syntax) {
    if (syntax instanceof RegexSyntax.Repeat || syntax instanceof RegexSyntax.Ahead) {
      return syntax.captures();
    }
    return syntax.parts().stream().anyMatch(RegexProgramTest::isUnsure);
  }

  private static String wholeMatch(String described) {
    return described.substring(0, described.indexOf(' ') + 1);
  }

  private static String outcome(Pattern pattern, String text, int from) {
    Matcher matcher = pattern.matcher(text).region(from, text.length());
    return matcher.find() ? described(matcher) : "";
  }

  private static String outcome(RegexProgram program, String text, int from) {
    return Optional.ofNullable(program.find(text, from))
        .map(RegexProgramTest::described)
        .orElse("");
  }

  private static String described(MatchResult match) {
    StringBuilder described = new StringBuilder();
    for (int group = 0; group <= match.groupCount(); group++) {
      described.append(match.start(group)).append('-').append(match.end(group)).append(' ');
    }
    return described.toString();
  }

  private static RegexProgram program(String pattern) {
    return RegexProgram.of(pattern, false).orElseThrow();
  }

  private static String alternatives(Random random, int depth) {
    StringBuilder pattern = new StringBuilder(sequence(random, depth));
    while (random.nextInt(4) == 0) {
      pattern.append('|').append(sequence(random, depth));
    }
    return pattern.toString();
  }

  private static String sequence(Random random, int depth) {
    StringBuilder sequence = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      if (random.nextInt(9) == 0) {
        sequence.append(pick(random, PLACES));
        continue;
      }
      sequence.append(
          depth > 0 && random.nextInt(4) == 0 ? group(random, depth) : pick(random, ATOMS));
      if (random.nextInt(3) == 0) {
        sequence.append(pick(random, QUANTIFIERS));
      }
    }
    return sequence.toString();
  }

  private static String group(Random random, int depth) {
    String open = pick(random, GROUPS);
    return open + alternatives(random, depth - 1) + ")";
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(14); i > 0; i--) {
      text.append(BYTES.charAt(random.nextInt(BYTES.length())));
    }
    return text.toString();
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
