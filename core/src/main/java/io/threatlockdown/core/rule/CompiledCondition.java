package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.StaticField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A test that rulesets name but do not spell out: {@code <compiled_rule>} (spec ruleset §4.4). */
enum CompiledCondition implements Condition {
  IS_SIMPLE_HTTP_REQUEST,
  COMP_SRCUSER_DSTUSER,
  CHECK_ID_SIZE,
  COMP_MSWIN_TARGETUSER_CALLERUSER_DIFF,
  IS_VALID_CRAWLER;

  private static final int ID_BYTES = 10;
  private static final List<String> CRAWLERS =
      List.of("66.249.", "72.14.", "209.85.", "65.55.", "207.46.", "74.6.", "72.30.", "67.195.");

  /** Returns the name in rulesets. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the condition of that name, or empty. */
  static Optional<CompiledCondition> named(String tag) {
    return Arrays.stream(values()).filter(value -> value.tag().equals(tag)).findFirst();
  }

  @Override
  public boolean holds(Attempt attempt) {
    Event event = attempt.event();
    return switch (this) {
      case IS_SIMPLE_HTTP_REQUEST ->
          event.field(StaticField.URL).filter(url -> url.indexOf('?') < 0).isPresent();
      case COMP_SRCUSER_DSTUSER -> sameUsers(event);
      case CHECK_ID_SIZE ->
          event.field(StaticField.ID).filter(id -> id.length() >= ID_BYTES).isPresent();
      case COMP_MSWIN_TARGETUSER_CALLERUSER_DIFF -> windowsUsersDiffer(event.log());
      case IS_VALID_CRAWLER -> CRAWLERS.stream().anyMatch(event.log()::startsWith);
    };
  }

  private static boolean sameUsers(Event event) {
    Optional<String> dstuser = event.field(StaticField.DSTUSER);
    Optional<String> srcuser = event.field(StaticField.SRCUSER);
    return dstuser.isEmpty() || srcuser.isEmpty() || srcuser.equals(dstuser);
  }

  /** Compares what follows the two labels up to a tab or two spaces. */
  private static boolean windowsUsersDiffer(String log) {
    int target = valueStart(log, "Target User Name");
    int caller = valueStart(log, "Caller User Name");
    if (target < 0 || caller < 0) {
      return false;
    }
    for (; target < log.length(); target++, caller++) {
      if (caller >= log.length() || log.charAt(target) != log.charAt(caller)) {
        return true;
      }
      if (log.charAt(target) == '\t' || log.startsWith("  ", target)) {
        return false;
      }
    }
    return false;
  }

  private static int valueStart(String log, String label) {
    int at = log.indexOf(label);
    int colon = at < 0 ? -1 : log.indexOf(':', at);
    return colon < 0 ? -1 : colon + 1;
  }
}
