package io.threatlockdown.core.event;

/** What kind of text a line is: the queue byte of Wazuh's local queue (spec ruleset §6.1). */
public enum LineKind {
  /** A line of a file, the journal, or an HTTP client: decoded by the decoder tree. */
  LOG('1'),
  /** A line that arrived by syslog: decoded by the decoder tree. */
  SYSLOG('2'),
  /** What a port scanner found: has a built-in decoder. */
  HOSTINFO('3'),
  /** A line from an agent's connection: decoded by the decoder tree. */
  SECURE('4'),
  /** A file-integrity event in JSON: has a built-in decoder, as all that follow. */
  SYSCHECK('8'),
  /** A finding of rootcheck. */
  ROOTCHECK('9'),
  /** Hardware, programs, ports of a host in JSON. */
  SYSCOLLECTOR('d'),
  /** A result of CIS-CAT in JSON. */
  CISCAT('e'),
  /** A Windows event in JSON. */
  EVENTCHANNEL('f'),
  /** A result of security configuration assessment in JSON. */
  SCA('p');

  private final char queueByte;

  LineKind(char queueByte) {
    this.queueByte = queueByte;
  }

  /** Returns the byte that stands for this kind on the wire. */
  public char queueByte() {
    return queueByte;
  }
}
