package io.threatlockdown.core.decode;

import io.threatlockdown.core.expression.Captures;
import io.threatlockdown.core.expression.Expression;

/**
 * A decoder's pattern and from where it is searched.
 *
 * @param starts which bytes a match can start with; refuses most lines before the pattern runs
 */
record Search(Expression expression, StartBytes starts, Offset offset) {

  /** Whether the pattern occurs in the text from there on; what it found is in {@code into}. */
  boolean find(String text, int from, Captures into) {
    return starts.admit(text, from) && expression.find(text, from, into);
  }
}
