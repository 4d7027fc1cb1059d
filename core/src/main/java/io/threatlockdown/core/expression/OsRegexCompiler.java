package io.threatlockdown.core.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns OS_Regex text into alternatives (spec ruleset §2.3). */
final class OsRegexCompiler {
  private final String pattern;
  private final List<OsRegexAlternative> alternatives = new ArrayList<>();
  private final int[] cells;
  private int count;
  private int at;
  private boolean inGroup;
  private boolean anchored;
  private boolean endRequired;

  private OsRegexCompiler(String pattern) {
    this.pattern = pattern;
    this.cells = new int[pattern.length()];
  }

  /** Returns at least one alternative, in the order to try them. */
  static List<OsRegexAlternative> compile(String pattern) throws PatternException {
    OsRegexCompiler compiler = new OsRegexCompiler(pattern);
    compiler.compile();
    return List.copyOf(compiler.alternatives);
  }

  private void compile() throws PatternException {
    start();
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      switch (c) {
        case '\\' -> escape();
        case '(', ')' -> paren(c == '(');
        case '|' -> {
          finish();
          at++;
          start();
        }
        case '$' -> dollar();
        default -> put(Ascii.lower(c));
      }
    }
    finish();
  }

  private void start() {
    count = 0;
    endRequired = false;
    anchored = at < pattern.length() && pattern.charAt(at) == '^';
    if (anchored) {
      at++;
    }
  }

  private void finish() throws PatternException {
    if (inGroup) {
      throw new PatternException("a group is open at byte " + at + " of: " + pattern);
    }
    alternatives.add(new OsRegexAlternative(Arrays.copyOf(cells, count), anchored, endRequired));
  }

  private void escape() throws PatternException {
    char name = at + 1 < pattern.length() ? pattern.charAt(at + 1) : '\0';
    if (!ByteClass.exists(name)) {
      throw new PatternException(ByteClass.unknown(at, pattern));
    }
    put(OsRegexAlternative.CLASS + name);
    put(OsRegexAlternative.CLASS_REST);
  }

  private void paren(boolean opens) throws PatternException {
    if (opens == inGroup) {
      throw new PatternException(
          (opens ? "a group inside a group" : "a group closed but not open")
              + " at byte "
              + at
              + " of: "
              + pattern);
    }
    inGroup = opens;
    put(OsRegexAlternative.PAREN);
  }

  private void dollar() {
    boolean last = at + 1 == pattern.length() || pattern.charAt(at + 1) == '|';
    if (last) {
      endRequired = true;
      at++;
    } else {
      put('$');
    }
  }

  private void put(int cell) {
    cells[count] = cell;
    count++;
    at++;
  }
}
