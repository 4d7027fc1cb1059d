package io.threatlockdown.core.expression;

/** Equals the whole subject, minding case. */
record ExactText(String source) implements Expression {
  @Override
  public boolean matches(String subject) {
    return subject.equals(source);
  }

  @Override
  public boolean find(String text, int from, Captures into) {
    boolean found = text.length() - from == source.length() && text.startsWith(source, from);
    if (found) {
      into.start(text.length());
    }
    return found;
  }
}
