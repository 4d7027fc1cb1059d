package io.threatlockdown.core.expression;

import static org.assertj.core.api.Assertions.assertThat;

/** One pattern, compiled and plain, to be held against each other. */
public final class Comparison {
  private final Expression compiled;
  private final PlainExpression plain;
  private final LiteralIndex literals = new LiteralIndex();
  private final TextFilter filter;
  private final Captures found = new Captures();
  private final Captures expected = new Captures();

  private Comparison(Expression compiled) {
    this.compiled = compiled;
    this.plain = PlainExpression.of(compiled);
    this.filter = TextFilter.of(plain.flavour(), compiled.source(), literals);
  }

  /** Takes a pattern's text. */
  public static Comparison of(Flavour flavour, String pattern) throws PatternException {
    return of(Expressions.compile(flavour, pattern));
  }

  /** Takes a compiled pattern. */
  public static Comparison of(Expression compiled) {
    return new Comparison(compiled);
  }

  /** The pattern's text. */
  public String source() {
    return compiled.source();
  }

  /**
   * Fails unless both say the same of the text from there on, and filter and start do not say no to
   * a match. Returns 1 if the pattern matches, else 0.
   */
  public int compare(String text, int from, String described) {
    String subject = text.substring(from);
    boolean matches = plain.matches(subject);
    boolean finds = plain.find(text, from, expected);
    boolean same =
        compiled.matches(subject) == matches
            && compiled.find(text, from, found) == finds
            && (!finds
                || (found.groups().equals(expected.groups()) && found.next() == expected.next()));
    boolean admitted =
        filter.admits(literals.find(text, from)) && compiled.starts().admit(text, from);
    if (!same || (finds && !admitted)) {
      assertThat(compiled.matches(subject))
          .as(what("matches", text, from, described))
          .isEqualTo(matches);
      assertThat(compiled.find(text, from, found))
          .as(what("finds", text, from, described))
          .isEqualTo(finds);
      assertThat(found.groups())
          .as(what("captures", text, from, described))
          .isEqualTo(expected.groups());
      assertThat(found.next()).as(what("ends", text, from, described)).isEqualTo(expected.next());
      assertThat(admitted).as(what("is admitted", text, from, described)).isTrue();
    }
    return matches ? 1 : 0;
  }

  private String what(String verb, String text, int from, String described) {
    return "%s %s %s in <%s> from %d, %s"
        .formatted(plain.flavour(), compiled.source(), verb, text, from, described);
  }
}
