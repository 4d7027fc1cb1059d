package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;

/**
 * An alert that another OSSEC sent by syslog: {@code ossec: Alert Level: 3; Rule: 5715 - text;
 * Location: host->/var/log/auth.log; srcip: 192.0.2.1; user: joe; log} (spec ruleset §3.6). Its
 * category keeps rules from seeing it. That it names a rule must not raise that rule's alert here:
 * whoever can write a log line could raise any. The rule's id is the dynamic field {@code rule_id}.
 */
final class OssecAlertDecoder {
  private static final String START = "Alert Level: ";
  private static final String START_WITH_PROGRAM = "ossec: Alert Level:";
  private static final String LOCATION = "; Location: ";
  private static final String SOURCE = " srcip: ";
  private static final String USER = " user: ";

  private OssecAlertDecoder() {}

  /** Adds what the alert says; nothing if it is not complete up to its location. */
  static void decode(String log, String location, Event.Builder event) {
    int rule = log.indexOf(';');
    int colon = rule < 0 ? -1 : log.indexOf(": ", rule);
    int idEnd = colon < 0 ? -1 : log.indexOf(' ', colon + 2);
    int place = idEnd < 0 ? -1 : log.indexOf(LOCATION, idEnd);
    int placeEnd = place < 0 ? -1 : log.indexOf(';', place + LOCATION.length());
    boolean starts = log.startsWith(START) || log.startsWith(START_WITH_PROGRAM);
    if (!starts || placeEnd < 0) {
      return;
    }
    event.category(Category.OSSEC_ALERT);
    event.dynamicField("rule_id", log.substring(colon + 2, idEnd));
    String origin = location + "|" + log.substring(place + LOCATION.length(), placeEnd);
    event.location(origin).hostname(origin);
    int at = put(log, placeEnd + 1, SOURCE, StaticField.SRCIP, event);
    at = put(log, at, USER, StaticField.DSTUSER, event);
    event.text(log.substring(at));
  }

  /** Returns where the text goes on behind the value, if it has one. */
  private static int put(
      String log, int from, String label, StaticField field, Event.Builder event) {
    int end = log.startsWith(label, from) ? log.indexOf(';', from) : -1;
    if (end < 0) {
      return from;
    }
    event.field(field, log.substring(from + label.length(), end));
    return end + 1;
  }
}
