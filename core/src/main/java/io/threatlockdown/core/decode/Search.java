package io.threatlockdown.core.decode;

import io.threatlockdown.core.expression.Captures;
import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.StartBytes;
import io.threatlockdown.core.expression.TextFilter;

/**
 * A decoder's pattern and from where it is searched.
 *
 * @param starts which bytes a match can start with; refuses most lines before the pattern runs
 * @param filter which texts a match contains; refuses most of the rest
 * @param looksForTexts whether the filter is worth a pass over the log; else it is asked only if
 *     there was one
 */
record Search(
    Expression expression,
    StartBytes starts,
    TextFilter filter,
    boolean looksForTexts,
    Offset offset) {

  /** Whether the pattern occurs in the text from there on; what it found is in {@code into}. */
  boolean find(Subject subject, int from, Captures into) {
    return starts.admit(subject.text(), from)
        && (looksForTexts ? subject.has(filter) : subject.mayHave(filter))
        && expression.find(subject.text(), from, into);
  }
}
