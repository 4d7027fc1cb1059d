package io.threatlockdown.ops.config;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.expression.PatternException;
import io.threatlockdown.core.response.Allowlist;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code <global>} and {@code <alerts>} (spec AR §1.5). */
final class GlobalReader {
  private static final List<String> ALERTS =
      List.of("log_alert_level", "email_alert_level", "use_geoip");

  private static final Set<String> SWITCHES =
      Set.of("email_notification", "jsonout_output", "alerts_log", "logall", "logall_json");

  /** Elements without effect here whose presence asks for something. */
  private static final Set<String> UNSUPPORTED =
      Set.of("custom_alert_output", "forward_to", "zeromq_output", "prelude_output");

  private static final List<String> GLOBAL =
      List.of(
          "white_list",
          "allow_list",
          "jsonout_output",
          "alerts_log",
          "logall",
          "logall_json",
          "email_notification",
          "email_to",
          "email_from",
          "email_reply_to",
          "email_idsname",
          "email_maxperhour",
          "email_log_source",
          "smtp_server",
          "helo_server",
          "agents_disconnection_time",
          "agents_disconnection_alert_time",
          "custom_alert_output",
          "custom_alert_output_format",
          "forward_to",
          "geoipdb",
          "geoip_db_path",
          "host_information",
          "integrity_checking",
          "limits",
          "max_output_size",
          "md5_whitelist",
          "memory_size",
          "picviz_output",
          "picviz_socket",
          "prelude_log_level",
          "prelude_output",
          "prelude_profile",
          "queue_size",
          "rootkit_detection",
          "rotate_hour",
          "rotate_interval",
          "stats",
          "update_check",
          "zeromq_client_cert",
          "zeromq_output",
          "zeromq_server_cert",
          "zeromq_uri");

  private final List<AddressPrefix> prefixes = new ArrayList<>();
  private final List<Expression> patterns = new ArrayList<>();
  private int logAlertLevel = OssecConf.LOG_ALERT_LEVEL;
  private int emailAlertLevel = OssecConf.EMAIL_ALERT_LEVEL;
  private boolean jsonAlerts = true;
  private Optional<String> geoipDb = Optional.empty();

  Allowlist allowlist() {
    return new Allowlist(prefixes, patterns);
  }

  int logAlertLevel() {
    return logAlertLevel;
  }

  int emailAlertLevel() {
    return emailAlertLevel;
  }

  boolean jsonAlerts() {
    return jsonAlerts;
  }

  Optional<String> geoipDb() {
    return geoipDb;
  }

  void readAlerts(ConfElement section) {
    section
        .scalars(ALERTS)
        .byName()
        .forEach(
            (name, value) -> {
              switch (name) {
                case "log_alert_level" -> logAlertLevel = value.number(0, 16).orElse(logAlertLevel);
                case "email_alert_level" ->
                    emailAlertLevel = value.number(0, 16).orElse(emailAlertLevel);
                default -> {
                  if (value.isYes()) {
                    value.warning("has no effect here");
                  }
                }
              }
            });
  }

  void readGlobal(ConfElement section) {
    for (ConfElement child : section.children()) {
      String name = child.name();
      if (name.equals("white_list") || name.equals("allow_list")) {
        allow(child);
      } else if (SWITCHES.contains(name)) {
        readSwitch(child);
      } else if (name.equals("geoipdb")) {
        readGeoipDb(child);
      } else if (UNSUPPORTED.contains(name)) {
        child.warning("has no effect here");
      } else if (!GLOBAL.contains(name)) {
        child.unknown(section, GLOBAL);
      }
    }
  }

  private void readGeoipDb(ConfElement element) {
    String path = element.text().strip();
    if (path.isEmpty() || path.indexOf('\0') >= 0) {
      element.error("is no path; allowed: that of a GeoIP database (.mmdb)");
    } else {
      geoipDb = Optional.of(path);
    }
  }

  private void readSwitch(ConfElement element) {
    boolean on = element.isYes();
    switch (element.name()) {
      case "jsonout_output" -> {
        jsonAlerts = on;
        if (!on) {
          element.warning("is no; alerts.json is written all the same, for it is the record");
        }
      }
      case "email_notification" -> {
        if (on) {
          element.warning("has no effect here: see notifications.mail in threatlockdown.conf");
        }
      }
      case "alerts_log" -> {} // alerts.log repeats alerts.json, which is written.
      default -> {
        if (on) {
          element.warning("has no effect here");
        }
      }
    }
  }

  private void allow(ConfElement entry) {
    String text = entry.text().strip();
    if (text.isEmpty()) {
      entry.error("is empty; allowed: an address, a prefix, or a pattern. It is left out");
      return;
    }
    if (text.startsWith("!")) {
      entry.warning("starts with '!', which does not negate; it is read without");
      text = text.substring(1);
    }
    Optional<AddressPrefix> prefix = AddressPrefix.parse(text);
    if (prefix.isPresent()) {
      if (prefix.get().length() == 0) {
        entry.warning("is " + entry.shown() + ": every address of this kind is never blocked");
      }
      prefixes.add(prefix.get());
    } else {
      allowPattern(entry, text);
    }
  }

  private void allowPattern(ConfElement entry, String pattern) {
    if (pattern.indexOf('/') >= 0 || pattern.matches("[0-9.]+[0-9]{4,}.*|(\\d+\\.){3}\\d+")) {
      entry.warning("is " + entry.shown() + ", which is no address and matches none");
    } else if (pattern.matches(".*[g-zG-Z].*") && !pattern.contains("localhost")) {
      entry.warning(
          "is "
              + entry.shown()
              + ": host names are not looked up, the pattern sees the text of the address only");
    }
    try {
      patterns.add(Expressions.compile(Flavour.OS_MATCH, pattern));
    } catch (PatternException wrong) {
      entry.error("is " + entry.shown() + ", no pattern: " + wrong.getMessage());
    }
  }
}
