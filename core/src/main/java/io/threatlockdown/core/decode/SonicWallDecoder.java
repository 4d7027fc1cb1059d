package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.expression.Captures;
import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.expression.PatternException;

/**
 * SonicWall firewalls: {@code … pri=6 c=262144 m=98 … src=192.0.2.2:36701:WAN
 * dst=192.0.2.1:50000:WAN proto=tcp/50000} (spec ruleset §3.6).
 */
final class SonicWallDecoder {
  private static final Expression MESSAGE = compile("pri=(\\d) c=(\\d+) m=(\\d+) ");
  private static final Expression ENDPOINTS =
      compile("src=(\\d+.\\d+.\\d+.\\d+):(\\d+):\\S+ dst=(\\d+.\\d+.\\d+.\\d+):(\\d+):");
  private static final Expression PROXY = compile("result=(\\d+) dstname=(\\S+) arg=(\\S+)$");

  private static final String PROTOCOL = "proto=";
  private static final int PROTOCOL_BYTES_MAX = 6;

  /** The message category of attacks. */
  private static final String ATTACKS = "32";

  private SonicWallDecoder() {}

  /** Adds what the log holds, and sets the event's category by the message's number. */
  static void decode(String log, Event.Builder event) {
    Captures captures = new Captures();
    if (!MESSAGE.find(log, 0, captures) || captures.count() < 3) {
      return;
    }
    String category = captures.group(1);
    String id = captures.group(2);
    event.field(StaticField.STATUS, captures.group(0));
    event.field(StaticField.ID, id);
    // The original goes on from the last byte that matched, not from the one behind it.
    int from = Math.max(0, captures.next() - 1);
    if (!ENDPOINTS.find(log, from, captures) || captures.count() < 4) {
      return;
    }
    event.field(StaticField.SRCIP, captures.group(0));
    event.field(StaticField.SRCPORT, captures.group(1));
    event.field(StaticField.DSTIP, captures.group(2));
    event.field(StaticField.DSTPORT, captures.group(3));
    putProtocol(log, captures.next(), event);
    categorize(log, category, id, event);
  }

  private static void putProtocol(String log, int from, Event.Builder event) {
    int space = log.indexOf(' ', from);
    if (space < 0 || !log.startsWith(PROTOCOL, space + 1)) {
      return;
    }
    int start = space + 1 + PROTOCOL.length();
    int end = start;
    while (end < log.length()
        && end - start < PROTOCOL_BYTES_MAX
        && log.charAt(end) != '/'
        && SyslogHeader.isNamePart(log.charAt(end))) {
      end++;
    }
    event.field(StaticField.PROTOCOL, log.substring(start, end));
  }

  private static void categorize(String log, String category, String id, Event.Builder event) {
    if (category.equals(ATTACKS)) {
      event.category(Category.IDS);
      return;
    }
    switch (id) {
      case "98", "597", "598" -> firewall("pass", event);
      case "36", "37", "38", "173", "174" -> firewall("drop", event);
      case "537" -> firewall("close", event);
      case "97" -> proxy(log, event);
      default -> event.category(Category.SYSLOG);
    }
  }

  private static void firewall(String action, Event.Builder event) {
    event.category(Category.FIREWALL).field(StaticField.ACTION, action);
  }

  private static void proxy(String log, Event.Builder event) {
    event.category(Category.SQUID);
    Captures captures = new Captures();
    if (PROXY.find(log, 0, captures) && captures.count() >= 3) {
      event.field(StaticField.ID, captures.group(0));
      event.field(StaticField.URL, captures.group(1) + captures.group(2));
    }
  }

  private static Expression compile(String pattern) {
    try {
      return Expressions.compile(Flavour.OS_REGEX, pattern);
    } catch (PatternException wrong) {
      throw new IllegalStateException("pattern must compile: " + pattern, wrong);
    }
  }
}
