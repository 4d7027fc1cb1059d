package io.threatlockdown.core.expression;

import java.util.Arrays;

/**
 * One search of one OS_Regex alternative through one subject. Not a regular expression's search:
 * the steps, their order, and the numbers in the comments are those of spec ruleset §2.4, which
 * reproduces the original's results byte for byte.
 */
final class OsRegexAttempt {
  private static final int NONE = Integer.MIN_VALUE;
  private static final int SAVED_MAX = 4;
  private static final int[] NO_INTS = {};

  private enum Step {
    GO_ON,
    SUCCEED,
    FAIL
  }

  private final OsRegexAlternative pattern;
  private final String text;
  private final int from;
  private final boolean capturing;
  private final int[] marks;
  private int[] saved = NO_INTS;
  private int savedCount;
  private int s;
  private int p;
  private boolean run;
  private int end;
  private int restart = NONE;
  private int steps;
  private boolean succeeded;

  OsRegexAttempt(OsRegexAlternative pattern, String text, int from, boolean capturing) {
    this.pattern = pattern;
    this.text = text;
    this.from = from;
    this.capturing = capturing;
    this.s = from;
    this.end = from;
    this.marks = capturing ? new int[pattern.parens()] : NO_INTS;
    Arrays.fill(marks, NONE);
  }

  void run() {
    succeeded = search() && end != NONE;
  }

  boolean succeeds() {
    return succeeded;
  }

  boolean exceeded() {
    return steps >= Expressions.SEARCH_STEPS_MAX;
  }

  /** Hands over the groups and where the following text starts. */
  void capture(Captures into) {
    into.start(next());
    for (int i = 0; i + 1 < marks.length && marks[i] != NONE && marks[i + 1] != NONE; i += 2) {
      // A group closed before it opened makes the original read astray; here it is empty.
      into.add(marks[i] <= marks[i + 1] ? text.substring(marks[i], marks[i + 1]) : "");
    }
  }

  private int next() {
    return end < from ? Captures.nextOfEmpty(text, from) : Math.min(end + 1, text.length());
  }

  private boolean search() {
    while (s < text.length()) {
      if (++steps >= Expressions.SEARCH_STEPS_MAX) {
        return false;
      }
      if (atEnd(p)) {
        if (!pattern.endRequired()) {
          return true;
        }
      } else if (pattern.cell(p) == OsRegexAlternative.PAREN) { // 1
        mark(p, s);
        p++;
        if (atEnd(p) && !pattern.endRequired()) {
          return true;
        }
      }
      Step step = pattern.isClass(p) ? classStep() : literalStep();
      if (step == Step.SUCCEED) {
        return true;
      }
      if (step == Step.FAIL && !goBack()) {
        return false;
      }
    }
    return exhausted();
  }

  private Step classStep() { // 2
    if (pattern.classHas(p, text.charAt(s))) {
      classHit();
      return Step.GO_ON;
    }
    if (run && end != NONE && (atEnd(p + 2) || atEnd(p + 3))) { // 2b
      end = s;
      if (!pattern.endRequired()) {
        return Step.SUCCEED;
      }
    } else if (run && pattern.cell(p + 2) == '+') { // 2c
      p += 3;
      run = false;
      return Step.GO_ON;
    } else if (pattern.cell(p + 2) == '*') { // 2d
      p += 3;
      end = s - 1;
      run = false;
      return Step.GO_ON;
    }
    run = false;
    return Step.FAIL;
  }

  private void classHit() { // 2a
    if (!pattern.isQuantifier(p + 2)) {
      p += 2;
      consume();
      return;
    }
    if (pattern.cell(p + 2) == '*') {
      run = true;
    }
    if (!run) {
      int q = p + 3;
      if (pattern.cell(q) == OsRegexAlternative.PAREN) {
        mark(q, s + 1 == text.length() ? s + 1 : s);
      }
      run = true;
    } else if (lookAhead()) {
      s++;
      return;
    }
    end = s;
    s++;
  }

  /** Moves on if the next token fits, too; true if the pattern's end is next. */
  private boolean lookAhead() {
    int q = p + 3;
    if (pattern.cell(q) == OsRegexAlternative.PAREN) {
      q++;
    }
    char c = text.charAt(s);
    int skip;
    if (atEnd(q)) {
      skip = 1;
    } else if (pattern.isClass(q)) {
      if (!pattern.classHas(q, c)) {
        return false;
      }
      skip = pattern.isQuantifier(q + 2) ? 0 : 2;
    } else if (pattern.literalIs(q, c)) {
      run = false;
      skip = 1;
    } else {
      return false;
    }
    if (pattern.cell(q - 1) == OsRegexAlternative.PAREN) {
      mark(q - 1, run && skip == 1 ? s + 1 : s);
    }
    if (atEnd(q)) {
      return true;
    }
    if (savedCount < SAVED_MAX) {
      if (saved.length == 0) {
        saved = new int[2 * SAVED_MAX];
      }
      saved[2 * savedCount] = p;
      saved[2 * savedCount + 1] = s;
      savedCount++;
    }
    p = q + skip;
    return false;
  }

  private Step literalStep() { // 3
    if (!pattern.literalIs(p, text.charAt(s))) {
      return Step.FAIL;
    }
    p++;
    consume();
    return Step.GO_ON;
  }

  private void consume() {
    if (restart == NONE) {
      restart = s;
    }
    end = s;
    s++;
  }

  /** Takes up the newest saved state or starts over; false if there is neither. */
  private boolean goBack() { // 4
    if (savedCount > 0) {
      savedCount--;
      p = saved[2 * savedCount];
      s = saved[2 * savedCount + 1] + 1;
      return true;
    }
    if (pattern.anchored()) {
      return false;
    }
    if (restart != NONE) {
      s = restart;
      restart = NONE;
    }
    p = 0;
    end = NONE;
    s++;
    // Up to there each byte would fail at once and change nothing.
    int place = pattern.firstPlace(text, s);
    steps += place - s;
    s = place;
    return true;
  }

  /** Decides at the subject's end whether what is left of the pattern may be missing. */
  private boolean exhausted() {
    if (capturing) {
      while (isStar(p)) {
        p += 3;
      }
      if (pattern.cell(p) == OsRegexAlternative.PAREN) {
        mark(p, text.length());
      }
    }
    int c = behindParen(p);
    if (atEnd(c)) { // T1
      return true;
    }
    if (pattern.isClass(c) && run) { // T2
      c += 2;
      if (pattern.isQuantifier(c)) {
        c = behindParen(c + 1);
        if (atEnd(c)) {
          return true;
        }
        if (pattern.isClass(c)) {
          c += 2;
          if (pattern.cell(c) == '*') {
            c = behindParen(c + 1);
            if (atEnd(c)) {
              return true;
            }
          }
        }
      }
    }
    return isStar(c) && atEnd(behindParen(c + 3)); // T3
  }

  private boolean isStar(int at) {
    return pattern.isClass(at) && pattern.cell(at + 2) == '*';
  }

  private int behindParen(int at) {
    return pattern.cell(at) == OsRegexAlternative.PAREN ? at + 1 : at;
  }

  private boolean atEnd(int at) {
    return pattern.cell(at) == OsRegexAlternative.END;
  }

  private void mark(int at, int index) {
    if (capturing) {
      marks[pattern.parenNumber(at)] = index;
    }
  }
}
