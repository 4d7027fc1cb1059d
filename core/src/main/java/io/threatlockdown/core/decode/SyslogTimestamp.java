package io.threatlockdown.core.decode;

import java.util.List;

/** The timestamps that a host follows (spec ruleset §1.2 group A, §9). */
final class SyslogTimestamp {
  private static final Shape PLAIN = new Shape(17, "??? ?? ??:??:?? ");
  private static final Shape COMMA = new Shape(24, "????-??-?? ??:??:??,");
  private static final Shape ISO = new Shape(33, "????-??-??T??:??:??");
  private static final Shape YEAR = new Shape(21, "#??? ??? ?? ??:??:?? ");
  private static final Shape MACOS = new Shape(33, "#???-??-?? ??:??:??.");
  private static final Shape COLONS = new Shape(20, "#???:??:??-??:??:??");

  /** Where the colon of the zone is, by the digits of the fraction of a second: one to six. */
  private static final List<Integer> OSSEC_ZONE_COLONS = List.of(24, 25, 26, 27, 28, 29);

  private SyslogTimestamp() {}

  /** Returns how many bytes it takes in Wazuh, its space included; 0 if there is none. */
  static int ofWazuh(String line) {
    if (PLAIN.fits(line)) {
      return 16;
    }
    if (COMMA.fits(line)) {
      return 24;
    }
    if (ISO.fits(line)) {
      int length = wazuhIso(line);
      if (length > 0) {
        return length;
      }
    }
    if (YEAR.fits(line)) {
      return 21;
    }
    boolean macos =
        MACOS.fits(line)
            && (line.charAt(26) == '+' || line.charAt(26) == '-')
            && line.charAt(31) == ' ';
    return macos ? 32 : 0;
  }

  /** Returns how many bytes it takes in OSSEC, with or without its space; 0 if there is none. */
  static int ofOssec(String line) {
    if (PLAIN.fits(line)) {
      return 16;
    }
    if (COMMA.fits(line)) {
      return 23;
    }
    if (ISO.fits(line)) {
      int length = ossecIso(line);
      if (length > 0) {
        return length;
      }
    }
    if (YEAR.fits(line)) {
      return 21;
    }
    return COLONS.fits(line) ? 20 : 0;
  }

  private static int wazuhIso(String line) {
    if (line.charAt(22) == ':' && line.charAt(25) == ' ') {
      return 26;
    }
    if (line.charAt(19) != '.') {
      return 0;
    }
    if (line.charAt(26) == ':') {
      return 30;
    }
    return line.charAt(29) == ':' ? 33 : 32;
  }

  private static int ossecIso(String line) {
    if (line.charAt(22) == ':' && line.charAt(25) == ' ') {
      return 26;
    }
    if (line.charAt(19) != '.' && line.charAt(19) != ',') {
      return 0;
    }
    for (int colon : OSSEC_ZONE_COLONS) {
      if (line.charAt(colon) == ':') {
        return colon + 3;
      }
    }
    return 0;
  }
}
