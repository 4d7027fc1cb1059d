package io.threatlockdown.core.expression;

/**
 * One alternative of an OS_Regex in the form its matching algorithm reads: a cell for each literal,
 * two for a class, one for a parenthesis, and {@link #END} behind the last.
 */
final class OsRegexAlternative {
  /** Cells from here on are classes: this plus the class's escape character. */
  static final int CLASS = 0x200;

  /** The second cell of a class, which nothing equals. */
  static final int CLASS_REST = 0x100;

  /** An opening or a closing parenthesis. */
  static final int PAREN = 0x101;

  /** What is behind the last cell. */
  static final int END = 0x102;

  /** Says that a literal does not occur. */
  static final int NO_MATCH = -1;

  private static final int CELLS_READ_AHEAD = 4;

  private final int[] cells;
  private final int[] parenNumbers;
  private final int parens;
  private final boolean anchored;
  private final boolean endRequired;
  private final String literal;

  OsRegexAlternative(int[] written, boolean anchored, boolean endRequired) {
    this.anchored = anchored;
    this.endRequired = endRequired;
    cells = new int[written.length + CELLS_READ_AHEAD];
    parenNumbers = new int[cells.length];
    StringBuilder text = new StringBuilder();
    int count = 0;
    for (int i = 0; i < cells.length; i++) {
      cells[i] = i < written.length ? written[i] : END;
      if (cells[i] == PAREN) {
        parenNumbers[i] = count++;
      } else if (cells[i] < 0x80) {
        text.append((char) cells[i]);
      }
    }
    parens = count;
    literal = text.length() == written.length ? text.toString() : "";
  }

  /**
   * Returns the first place from there on at which the literal stands that a match starts with; the
   * same place if it starts with anything else, the text's end if there is none.
   */
  int firstPlace(String text, int from) {
    int first = cells[0];
    if (first >= 0x80) {
      return from;
    }
    int at = from;
    while (at < text.length() && Ascii.lower(text.charAt(at)) != first) {
      at++;
    }
    return at;
  }

  int cell(int at) {
    return cells[at];
  }

  boolean isClass(int at) {
    return cells[at] >= CLASS;
  }

  boolean isQuantifier(int at) {
    return cells[at] == '+' || cells[at] == '*';
  }

  /** Whether the class there contains the byte. */
  boolean classHas(int at, char c) {
    return ByteClass.has(cells[at] - CLASS, c);
  }

  /** Whether the literal there is the byte; a second parenthesis in a row counts as one. */
  boolean literalIs(int at, char c) {
    int cell = cells[at] == PAREN ? '(' : cells[at];
    return cell < 0x80 && cell == Ascii.lower(c);
  }

  int parenNumber(int at) {
    return parenNumbers[at];
  }

  int parens() {
    return parens;
  }

  boolean anchored() {
    return anchored;
  }

  boolean endRequired() {
    return endRequired;
  }

  /** Whether it is nothing but ASCII text, for which no algorithm is needed. */
  boolean isLiteral() {
    return !literal.isEmpty();
  }

  /** Returns the index of the literal's last byte where it is found, or {@link #NO_MATCH}. */
  int literalEnd(String text, int from) {
    int start = from;
    if (endRequired) {
      start = text.length() - literal.length();
    } else if (!anchored) {
      start = Ascii.indexOf(text, from, literal);
    }
    boolean found =
        start >= from && (!anchored || start == from) && Ascii.startsWith(text, start, literal);
    return found ? start + literal.length() - 1 : NO_MATCH;
  }
}
