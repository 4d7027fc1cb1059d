package io.threatlockdown.core.event;

/** What kind of text a line is: the queue byte of Wazuh's local queue (spec ruleset §6.1). */
public enum LineKind {
  /** A line of a file, the journal, or an HTTP client: decoded by the decoder tree. */
  LOG('1'),
  /** A line that arrived by syslog: decoded by the decoder tree. */
  SYSLOG('2'),
  /** A file-integrity event in JSON: has a built-in decoder. */
  SYSCHECK('8');

  private final char queueByte;

  LineKind(char queueByte) {
    this.queueByte = queueByte;
  }

  /** Returns the byte that stands for this kind on the wire. */
  public char queueByte() {
    return queueByte;
  }
}
