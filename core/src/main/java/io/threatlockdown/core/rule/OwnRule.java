package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the engine itself raises alerts about, whatever ruleset is loaded. No active response
 * answers these.
 *
 * <p>All ids of ours are beyond those of Wazuh's ruleset and of the range that it leaves to its
 * users, 100000 to 120000: {@value #ID_MIN} to {@value #ID_MAX} are raised here, {@value
 * #SHIPPED_ID_MIN} to {@value #SHIPPED_ID_MAX} are rules of the shipped ruleset that Wazuh has not.
 */
public enum OwnRule {
  /** A client wrote an address where a decoder looked for the source. */
  SOURCE_TYPED(200_100, 8, "attribution", "A client's text was taken for the source address"),
  /** A login daemon's line has an address at a place that the guard does not know. */
  SOURCE_UNPROVEN(
      200_101, 3, "attribution", "An address of unknown wording was not taken for the source"),
  /** Lines of login daemons that no decoder or rule understands. */
  LOGINS_UNKNOWN(200_110, 10, "silence", "Logins are not understood"),
  /** A source that was busy delivers nothing. */
  SOURCE_QUIET(200_111, 7, "silence", "A source went quiet"),
  /** A login that was tried on purpose was not noticed. */
  CANARY_MISSING(200_112, 12, "silence", "The canary did not come back");

  /** The lowest id of an alert that the engine itself raises. */
  public static final int ID_MIN = 200_100;

  /** The highest id of an alert that the engine itself raises. */
  public static final int ID_MAX = 200_199;

  /** The lowest id of a shipped rule that Wazuh has not. */
  public static final int SHIPPED_ID_MIN = 200_200;

  /** The highest id of a shipped rule that Wazuh has not. */
  public static final int SHIPPED_ID_MAX = 200_999;

  private final int id;
  private final int level;
  private final String group;
  private final String description;

  OwnRule(int id, int level, String group, String description) {
    this.id = id;
    this.level = level;
    this.group = group;
    this.description = description;
  }

  /** Returns the rule, as alerts show it. */
  public Rule rule() {
    return new Rule(
        id,
        level,
        description,
        "threatlockdown," + group + ",",
        List.of("threatlockdown", group),
        Map.of(),
        List.of(),
        OptionalInt.empty(),
        Set.of(Rule.Option.NO_AR));
  }

  /**
   * Returns an alert about an event.
   *
   * @param number another one for each alert
   * @param detail follows the rule's description
   * @param times how often it was raised on this host, this time included
   */
  public Alert raise(Event event, Instant at, long number, String detail, int times) {
    return new Alert(
        at.getEpochSecond() + "." + number,
        at,
        rule(),
        event,
        description + ": " + detail,
        times,
        List.of(),
        Optional.empty());
  }
}
