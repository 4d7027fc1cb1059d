package io.threatlockdown.core.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One alternative of an OS_Regex on its way through one subject, literally as spec ruleset §2.4
 * tells it and with its names. It has nothing of the compiled one but the number of steps after
 * which a search is given up, which no specification names.
 */
final class PlainOsRegexWalk {
  static final char ESC = 0x1000;
  static final char PAREN = 0x1001;
  private static final char END = 0x1002;
  private static final int NULL = Integer.MIN_VALUE;
  private static final int STACK_MAX = 4;

  private final String pattern;
  private final boolean anchor;
  private final boolean endReq;
  private final boolean capturing;
  private final String subject;
  private final int n;
  private int s;
  private int p;
  private boolean run;
  private int end;
  private int restart = NULL;
  private final int[] mark;
  private final int[] stackP = new int[STACK_MAX];
  private final int[] stackS = new int[STACK_MAX];
  private int stackSize;

  PlainOsRegexWalk(
      String pattern, boolean anchor, boolean endReq, boolean capturing, String subject) {
    this.pattern = pattern;
    this.anchor = anchor;
    this.endReq = endReq;
    this.capturing = capturing;
    this.subject = subject;
    this.n = subject.length();
    this.mark = new int[pattern.length() + 1];
    Arrays.fill(mark, NULL);
  }

  /** Whether the alternative matches. */
  boolean matches() {
    return attempt() && end != NULL;
  }

  /** The index of the last matched byte, odd as it is. */
  int end() {
    return end;
  }

  List<String> captures() {
    List<Integer> marks = new ArrayList<>();
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == PAREN) {
        marks.add(mark[i]);
      }
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; capturing && i + 1 < marks.size(); i += 2) {
      int open = marks.get(i);
      int close = marks.get(i + 1);
      if (open == NULL || close == NULL) {
        break;
      }
      found.add(close < open ? "" : subject.substring(open, close));
    }
    return found;
  }

  private boolean attempt() {
    int steps = 0;
    while (s < n) {
      if (++steps >= Expressions.SEARCH_STEPS_MAX) {
        end = NULL;
        return false;
      }
      // 1
      if (at(p) == END) {
        if (!endReq) {
          return true;
        }
      } else if (at(p) == PAREN) {
        mark[p] = s;
        p++;
        if (at(p) == END && !endReq) {
          return true;
        }
      }
      char outcome = at(p) == ESC ? ruleTwo() : ruleThree();
      if (outcome == 'S') {
        return true;
      }
      if (outcome == '4' && !ruleFour()) {
        return false;
      }
    }
    return afterLoop();
  }

  /** Returns C for continue, S for succeed, 4 for "go to 4". */
  private char ruleTwo() {
    if (hit(p)) {
      if (!isQ(p + 2)) {
        p += 2;
        if (restart == NULL) {
          restart = s;
        }
        end = s;
        s++;
        return 'C';
      }
      if (at(p + 2) == '*') {
        run = true;
      }
      if (run) {
        if (lookAhead()) {
          s++;
          return 'C';
        }
      } else {
        if (at(p + 3) == PAREN) {
          mark[p + 3] = s == n - 1 ? s + 1 : s;
        }
        run = true;
      }
      end = s;
      s++;
      return 'C';
    }
    if (run && end != NULL && (at(p + 2) == END || at(p + 3) == END)) { // b
      end = s;
      run = !endReq;
      return endReq ? '4' : 'S';
    }
    if (at(p + 2) == '+' && run) { // c
      p += 3;
      run = false;
      return 'C';
    }
    if (at(p + 2) == '*') { // d
      p += 3;
      end = s - 1;
      run = false;
      return 'C';
    }
    run = false; // e
    return '4';
  }

  /** Returns whether q is at the end, where the walk continues with its end unchanged. */
  private boolean lookAhead() {
    int q = p + 3;
    if (at(q) == PAREN) {
      q++;
    }
    int k = -1;
    if (at(q) == END) {
      k = 1;
    } else if (at(q) == ESC) {
      if (hit(q)) {
        k = isQ(q + 2) ? 0 : 2;
      }
    } else if (literal(q)) {
      k = 1;
      run = false;
    }
    if (k < 0) {
      return false;
    }
    if (at(q - 1) == PAREN) {
      mark[q - 1] = run && k == 1 ? s + 1 : s;
    }
    if (at(q) == END) {
      return true;
    }
    if (stackSize < STACK_MAX) {
      stackP[stackSize] = p;
      stackS[stackSize] = s;
      stackSize++;
    }
    p = q + k;
    return false;
  }

  private char ruleThree() {
    if (!literal(p)) {
      return '4';
    }
    p++;
    if (restart == NULL) {
      restart = s;
    }
    end = s;
    s++;
    return 'C';
  }

  private boolean ruleFour() {
    if (stackSize > 0) {
      stackSize--;
      p = stackP[stackSize];
      s = stackS[stackSize] + 1;
      return true;
    }
    if (anchor) {
      return false;
    }
    if (restart != NULL) {
      s = restart;
      restart = NULL;
    }
    p = 0;
    end = NULL;
    s++;
    return true;
  }

  private boolean afterLoop() {
    if (capturing) {
      while (at(p) == ESC && at(p + 2) == '*') {
        p += 3;
      }
      if (at(p) == PAREN) {
        mark[p] = n;
      }
    }
    int c = p;
    c += at(c) == PAREN ? 1 : 0; // T1
    if (at(c) == END) {
      return true;
    }
    if (at(c) == ESC && run) { // T2
      c += 2;
      if (isQ(c)) {
        c++;
        c += at(c) == PAREN ? 1 : 0;
        if (at(c) == END) {
          return true;
        }
        if (at(c) == ESC) {
          c += 2;
          if (at(c) == '*') {
            c++;
            c += at(c) == PAREN ? 1 : 0;
            if (at(c) == END) {
              return true;
            }
          }
        }
      }
    }
    if (at(c) == ESC) { // T3
      c += 2;
      if (at(c) == '*') {
        c++;
        c += at(c) == PAREN ? 1 : 0;
        return at(c) == END;
      }
    }
    return false;
  }

  private int at(int i) {
    return i < pattern.length() ? pattern.charAt(i) : END;
  }

  private boolean isQ(int i) {
    return at(i) == '+' || at(i) == '*';
  }

  private boolean literal(int i) {
    int wanted = at(i) == PAREN ? '(' : at(i);
    return wanted < 0x80 && wanted == PlainByteClass.lower(subject.charAt(s));
  }

  private boolean hit(int i) {
    return PlainByteClass.has((char) at(i + 1), subject.charAt(s));
  }
}
