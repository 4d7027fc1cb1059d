package io.threatlockdown.core.xml;

/** A text that cannot be read as elements, not even leniently. */
public final class XmlException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  /** Says what is wrong and on which line, counted from 1; line 0 concerns the whole file. */
  public XmlException(int line, String message) {
    super(message);
    this.line = line;
  }

  /** Returns the line, counted from 1; 0 if it concerns the whole file. */
  public int line() {
    return line;
  }
}
