package io.threatlockdown.core.decode;

import java.util.Optional;

/**
 * What the start of a line says of itself, and where the log behind it begins (spec ruleset §1.2).
 *
 * @param text what is searched: the whole line, or less where the original cuts it with a NUL byte,
 *     for a pattern can tell (spec ruleset §2.4)
 * @param from where in the text the log begins
 */
record Header(
    Optional<String> timestamp,
    Optional<String> hostname,
    Optional<String> programName,
    String text,
    int from) {

  /** Returns a header that says nothing: the log begins there. */
  static Header bare(String text, int from) {
    return new Header(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        text,
        Math.min(Math.max(from, 0), text.length()));
  }

  /** Reads the header of a line. Any text has one, if only a bare one. */
  static Header read(String line, HeaderFormats formats) {
    String tested = line.startsWith("\u00c3\u00a4", 1) ? "Ma" + line.substring(3) : line;
    int syslog = formats.timestampBytes(tested);
    if (syslog > 0) {
      return SyslogHeader.read(line, formats, Math.min(syslog, line.length()));
    }
    int other = OtherHeader.length(tested, formats);
    if (other == OtherHeader.ASL) {
      return AslHeader.read(line);
    }
    return bare(line, other);
  }

  /** Returns what is left behind the header. */
  String log() {
    return text.substring(from);
  }
}
