package io.threatlockdown.core.decode;

import java.util.Optional;

/**
 * A timestamp, then mostly a host and a program: {@code Dec 29 10:00:01 host prog[12]: } (spec
 * ruleset §1.2 group A, §1.3).
 */
final class SyslogHeader {
  private static final char END = '\0';

  private final String line;
  private final HeaderFormats formats;
  private final int start;
  private int at;
  private Optional<String> hostname = Optional.empty();
  private Optional<String> programName = Optional.empty();

  /** Whether the original has put a NUL byte right before the log. */
  private boolean cut;

  private SyslogHeader(String line, HeaderFormats formats, int start) {
    this.line = line;
    this.formats = formats;
    this.start = start;
    this.at = start;
  }

  /** Reads the host and the program behind a timestamp of that many bytes. */
  static Header read(String line, HeaderFormats formats, int timestampBytes) {
    int skipped = byteAt(line, timestampBytes) == ' ' ? 1 : 0;
    SyslogHeader header = new SyslogHeader(line, formats, timestampBytes + skipped);
    header.readOrigin();
    String text = header.cut ? line.substring(header.at) : line;
    return new Header(
        Optional.of(formats.timestamp(line, timestampBytes)),
        header.hostname,
        header.programName,
        text,
        header.cut ? 0 : header.at);
  }

  private void readOrigin() {
    int stop = tokenEnd(start);
    if (byteAt(stop) == ':' && byteAt(stop + 1) == ' ') {
      programName = Optional.of(line.substring(start, stop));
      moveTo(stop + 2);
      skipSolarisId();
    } else if (byteAt(stop) == ' ') {
      // Two spaces in a row name no host; the original takes the empty name.
      hostname = stop > start ? Optional.of(line.substring(start, stop)) : Optional.empty();
      cut = true;
      at = stop + 1;
      readProgram(at);
      skipSolarisId();
    }
  }

  private void readProgram(int from) {
    int stop = tokenEnd(from);
    if (byteAt(stop) == ':' && endsProgram(stop)) {
      programName = Optional.of(line.substring(from, stop));
      moveBehindColon(stop);
    } else if (byteAt(stop) == '[' && isDigit(byteAt(stop + 1))) {
      int end = digitsEnd(stop + 1);
      boolean colon = byteAt(end) == ']' && byteAt(end + 1) == ':';
      if (colon ? endsProgram(end + 1) : line.startsWith("] ", end)) {
        programName = Optional.of(line.substring(from, stop));
        moveTo(end + 2);
        if (colon && byteAt(at) == ' ') {
          at++;
        }
      }
    } else if (byteAt(stop) == '|' && isLower(byteAt(stop + 1))) {
      readAixProgram(stop + 1);
    }
  }

  /** Whether a colon ends a program's name, which may depend on what follows it. */
  private boolean endsProgram(int colon) {
    return !formats.wantsSpaceBehindProgram() || byteAt(colon + 1) == ' ';
  }

  /** Reads {@code security:info prog[12]: } behind the bar of AIX. */
  private void readAixProgram(int from) {
    int facility = alphanumericEnd(from);
    int level = byteAt(facility) == ':' ? alphanumericEnd(facility + 1) : line.length();
    if (byteAt(level) != ' ') {
      return;
    }
    int nameStart = level + 1;
    int stop = tokenEnd(nameStart);
    if (byteAt(stop) == ':' && byteAt(stop + 1) == ' ') {
      programName = Optional.of(line.substring(nameStart, stop));
      moveTo(stop + 2);
      return;
    }
    if (byteAt(stop) == '[') {
      programName = Optional.of(line.substring(nameStart, stop));
      int end = digitsEnd(stop + 1);
      boolean closed = line.startsWith("]: ", end);
      moveTo(closed ? end + 3 : stop);
      return;
    }
    // The original forgets to end the name here, so it runs to the end of the line.
    programName = Optional.of(line.substring(nameStart));
    moveTo(stop);
  }

  private void moveBehindColon(int colon) {
    boolean space = byteAt(colon + 1) == ' ';
    moveTo(colon + (space ? 2 : 1));
    cut = !space;
  }

  private void moveTo(int position) {
    at = Math.min(position, line.length());
    cut = false;
  }

  /** Skips {@code [ID 800047 auth.info] } of Solaris. */
  private void skipSolarisId() {
    if (line.startsWith("[ID ", at)) {
      int close = line.indexOf(formats.solarisIdEnd(), at);
      if (close >= 0) {
        moveTo(close + 2);
      }
    }
  }

  private int tokenEnd(int from) {
    int end = from;
    while (isNamePart(byteAt(end))) {
      end++;
    }
    return end;
  }

  private int digitsEnd(int from) {
    int end = from;
    while (isDigit(byteAt(end))) {
      end++;
    }
    return end;
  }

  private int alphanumericEnd(int from) {
    int end = from;
    while (isAlphanumeric(byteAt(end))) {
      end++;
    }
    return end;
  }

  private char byteAt(int index) {
    return byteAt(line, index);
  }

  private static char byteAt(String line, int index) {
    return index < line.length() ? line.charAt(index) : END;
  }

  /** Whether a host or a program may have the byte in its name. */
  static boolean isNamePart(char c) {
    return isAlphanumeric(c) || "()-./@_".indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
