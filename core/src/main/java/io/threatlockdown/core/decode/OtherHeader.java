package io.threatlockdown.core.decode;

/** The headers that name no host: xferlog, snort, suricata, Apache, ASL, squid (§1.2 group B). */
final class OtherHeader {
  /** Says that it is an Apple System Log line. */
  static final int ASL = -1;

  private static final Shape XFERLOG = new Shape(28, "??? ??? ?? ??:??:?? ???? ? ");
  private static final Shape SNORT = new Shape(24, "??/??-??:??:??.?????? ");
  private static final Shape SURICATA = new Shape(27, "??/??/????-??:??:??.?????? ");
  private static final Shape APACHE = new Shape(27, "[??? ??? ?? ??:??:?? ????]");
  private static final Shape ASL_TIME = new Shape(26, "[T??? ????.??.?? ??:");
  private static final Shape SQUID = new Shape(32, "1##???????.??# ");

  private OtherHeader() {}

  /** Returns where the log begins, 0 without such a header, or {@link #ASL}. */
  static int length(String line, HeaderFormats formats) {
    if (XFERLOG.fits(line)) {
      return formats.xferlogBytes();
    }
    if (SNORT.fits(line)) {
      return 23;
    }
    if (line.length() >= formats.suricataBytesMin() && SURICATA.fits(line)) {
      return 28;
    }
    if (APACHE.fits(line)) {
      return 27;
    }
    if (ASL_TIME.fits(line)) {
      return ASL;
    }
    if (SQUID.fits(line) && (line.charAt(21) == ' ' || line.charAt(22) == ' ')) {
      int from = 14;
      while (from < line.length() && line.charAt(from) == ' ') {
        from++;
      }
      return from;
    }
    return 0;
  }
}
