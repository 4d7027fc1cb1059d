package io.threatlockdown.core.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an event is about; each category has its own root rule (spec ruleset §3.3, §4.2). */
public enum Category {
  SYSLOG,
  FIREWALL,
  IDS,
  WEB_LOG,
  SQUID,
  WINDOWS,
  OSSEC,
  HOST_INFORMATION,
  OSSEC_ALERT;

  /** Returns the name in rulesets, such as {@code web-log}. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the category of that exact name, or empty. */
  public static Optional<Category> named(String tag) {
    return Arrays.stream(values()).filter(category -> category.tag().equals(tag)).findFirst();
  }
}
