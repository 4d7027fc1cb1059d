package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;

/**
 * OpenBSD's packet filter: {@code rule 4/(match) block in on lo0: 192.0.2.1.48784 > 192.0.2.2.23: S
 * …} (spec ruleset §3.6).
 */
final class PfDecoder {
  private static final int DOTS_OF_IPV4 = 3;

  private PfDecoder() {}

  /** Adds action, addresses, ports and protocol, as far as the log goes on as expected. */
  static void decode(String log, Event.Builder event) {
    int rule = log.indexOf(") ");
    char action = rule >= 0 && rule + 2 < log.length() ? log.charAt(rule + 2) : '\0';
    if (action != 'p' && action != 'b') {
      return;
    }
    event.field(StaticField.ACTION, action == 'p' ? "pass" : "block");
    int colon = log.indexOf(": ", rule);
    int space = colon < 0 ? -1 : log.indexOf(' ', colon + 2);
    if (space < 0) {
      return;
    }
    put(log.substring(colon + 2, space), StaticField.SRCIP, StaticField.SRCPORT, event);
    if (!log.startsWith("> ", space + 1)) {
      return;
    }
    int end = log.indexOf(':', space + 3);
    if (end < 0) {
      return;
    }
    put(log.substring(space + 3, end), StaticField.DSTIP, StaticField.DSTPORT, event);
    int flags = end + 1;
    while (flags < log.length() && log.charAt(flags) == ' ') {
      flags++;
    }
    if (flags < log.length()) {
      event.field(StaticField.PROTOCOL, protocol(log.charAt(flags)));
    }
  }

  private static String protocol(char first) {
    return switch (first) {
      case 'u' -> "UDP";
      case 'i' -> "ICMP";
      default -> "TCP";
    };
  }

  /** Splits {@code 192.0.2.1.80} at its fourth dot. */
  private static void put(String endpoint, StaticField ip, StaticField port, Event.Builder event) {
    int dots = 0;
    for (int i = 0; i < endpoint.length(); i++) {
      if (endpoint.charAt(i) == '.' && dots++ == DOTS_OF_IPV4) {
        event.field(ip, endpoint.substring(0, i));
        event.field(port, endpoint.substring(i + 1));
        return;
      }
    }
    event.field(ip, endpoint);
  }
}
