package io.threatlockdown.core.decode;

/** Which headers lines may have, and where they end (spec ruleset §1 for Wazuh, §9 for OSSEC). */
enum HeaderFormats {
  WAZUH(25, 28, false, "]") {
    @Override
    int timestampBytes(String line) {
      return SyslogTimestamp.ofWazuh(line);
    }

    @Override
    String timestamp(String line, int bytes) {
      return line.substring(0, bytes - 1);
    }

    @Override
    String clean(String text) {
      return text;
    }
  },

  OSSEC(24, 27, true, "] ") {
    @Override
    int timestampBytes(String line) {
      return SyslogTimestamp.ofOssec(line);
    }

    @Override
    String timestamp(String line, int bytes) {
      return line.substring(0, bytes).stripTrailing();
    }

    @Override
    String clean(String text) {
      return text.chars().anyMatch(HeaderFormats::isControl) ? withoutControls(text) : text;
    }
  };

  private static final int DELETE = 0x7f;

  private final int xferlogBytes;
  private final int suricataBytesMin;
  private final boolean wantsSpaceBehindProgram;
  private final String solarisIdEnd;

  HeaderFormats(
      int xferlogBytes,
      int suricataBytesMin,
      boolean wantsSpaceBehindProgram,
      String solarisIdEnd) {
    this.xferlogBytes = xferlogBytes;
    this.suricataBytesMin = suricataBytesMin;
    this.wantsSpaceBehindProgram = wantsSpaceBehindProgram;
    this.solarisIdEnd = solarisIdEnd;
  }

  /** Returns how many bytes a timestamp takes that a host follows; 0 if there is none. */
  abstract int timestampBytes(String line);

  /** Returns the timestamp in the bytes that were taken for it. */
  abstract String timestamp(String line, int bytes);

  /** Returns the text in which the header is looked for: OSSEC removes control bytes first. */
  abstract String clean(String text);

  /** How many bytes an xferlog line's timestamp takes. */
  int xferlogBytes() {
    return xferlogBytes;
  }

  /** How long a line of Suricata's fast.log is at least. */
  int suricataBytesMin() {
    return suricataBytesMin;
  }

  /** Whether {@code prog:text} names no program. */
  boolean wantsSpaceBehindProgram() {
    return wantsSpaceBehindProgram;
  }

  /** What ends {@code [ID 800047 auth.info] } of Solaris, whose last two bytes are skipped. */
  String solarisIdEnd() {
    return solarisIdEnd;
  }

  private static String withoutControls(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.chars().filter(c -> !isControl(c)).forEach(c -> clean.append((char) c));
    return clean.toString();
  }

  private static boolean isControl(int c) {
    return c < ' ' || c == DELETE;
  }
}
