package io.threatlockdown.ops.config;

import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.expression.PatternException;
import io.threatlockdown.core.response.ActiveResponse.Place;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which alerts call for a response, and where it runs.
 *
 * @param usable false if the block must be left out, for what is wrong would make it match more
 */
record ResponseConditions(
    Set<Integer> ruleIds, OptionalInt level, Optional<Expression> group, boolean usable) {
  private static final Set<String> PLACE_WORDS =
      Set.of(
          "local", "server", "defined-agent", "all", "any", "AS", "analysisd", "analysis-server");
  private static final Pattern RULE_IDS = Pattern.compile("[0-9, ]*");
  private static final Pattern RULE_ID = Pattern.compile("\\d{1,6}");
  private static final Pattern PLAIN_WORD = Pattern.compile("\\^?[A-Za-z0-9_-]+");

  /** Level of the rules that Wazuh's ruleset raises about active responses themselves. */
  private static final int OWN_RULES_LEVEL = 3;

  static ResponseConditions read(ConfElement section, Scalars given) {
    Set<Integer> ruleIds = given.find("rules_id").map(ResponseConditions::ruleIds).orElse(Set.of());
    OptionalInt level =
        given
            .find("level")
            .map(element -> element.number(0, ActiveResponseReader.LEVEL_MAX))
            .orElse(OptionalInt.empty());
    if (level.isPresent() && level.getAsInt() == 0) {
      section.warning("has <level> 0, which asks for no level");
      level = OptionalInt.empty();
    }
    Optional<ConfElement> groupText = given.filled("rules_group");
    Optional<Expression> group = groupText.flatMap(ResponseConditions::group);
    boolean usable = groupText.isPresent() == group.isPresent();
    ResponseConditions conditions = new ResponseConditions(ruleIds, level, group, usable);
    conditions.warnOfTraps(section);
    return conditions;
  }

  /** Returns where it runs, from words found anywhere in the value; fatal if there is none. */
  static Set<Place> places(ConfElement location) {
    String text = location.text().toLowerCase(Locale.ROOT);
    Set<Place> places = EnumSet.noneOf(Place.class);
    if (text.contains("as") || text.contains("analysisd") || text.contains("server")) {
      places.add(Place.SERVER);
    }
    if (text.contains("local")) {
      places.add(Place.LOCAL);
    }
    if (text.contains("defined-agent")) {
      places.add(Place.DEFINED_AGENT);
    }
    if (text.contains("all") || text.contains("any")) {
      places.add(Place.ALL);
    }
    if (places.isEmpty()) {
      location.fatal(
          "is " + location.shown() + "; allowed: local, server, defined-agent, all, any");
    } else if (!PLACE_WORDS.contains(location.text())) {
      location.warning("is " + location.shown() + ", read as " + places);
    }
    return places;
  }

  private static Set<Integer> ruleIds(ConfElement element) {
    Matcher prefix = RULE_IDS.matcher(element.text());
    String text = prefix.lookingAt() ? prefix.group() : "";
    if (text.length() < element.text().length()) {
      element.warning(
          "is "
              + element.shown()
              + "; allowed: numbers with commas. What follows '"
              + text
              + "' does not count");
    }
    Set<Integer> ids = new HashSet<>();
    for (String id : text.split("[, ]+", -1)) {
      if (RULE_ID.matcher(id).matches()) {
        ids.add(Integer.parseInt(id));
      } else if (!id.isEmpty()) {
        element.warning("names rule " + id + "; rules have at most 6 digits");
      }
    }
    return ids;
  }

  private static Optional<Expression> group(ConfElement element) {
    for (String alternative : element.text().split("\\|", -1)) {
      if (PLAIN_WORD.matcher(alternative).matches()) {
        element.warning(
            "has '"
                + alternative
                + "', found anywhere in the group string, so also inside longer"
                + " names; write '"
                + alternative
                + ",' for that group alone");
      } else if (alternative.matches(".*,\\s*[^,|\\s].*")) {
        element.warning(
            "has '"
                + alternative
                + "', which matches these groups next to each other only;"
                + " write '|' between groups");
      }
    }
    try {
      return Optional.of(Expressions.compile(Flavour.OS_REGEX, element.text()));
    } catch (PatternException wrong) {
      element.error(
          "is "
              + element.shown()
              + ", no pattern: "
              + wrong.getMessage()
              + ". The block is left out");
      return Optional.empty();
    }
  }

  private void warnOfTraps(ConfElement section) {
    if (usable && ruleIds.isEmpty() && level.isEmpty() && group.isEmpty()) {
      section.warning("has no <rules_id>, <rules_group> or <level> and never runs");
    }
    if (level.isPresent() && group.isPresent()) {
      section.warning("has <level> and <rules_group>: an alert must satisfy both");
    }
    boolean byLevel = level.isPresent() && level.getAsInt() <= OWN_RULES_LEVEL && group.isEmpty();
    boolean byGroup =
        group.isPresent()
            && level.orElse(0) <= OWN_RULES_LEVEL
            && group.get().matches("ossec,active_response,");
    boolean byId = ruleIds.stream().anyMatch(id -> id >= 601 && id <= 658);
    if (byLevel || byGroup || byId) {
      section.warning(
          "also matches the alerts about active responses themselves (rules 601 to 658) and may"
              + " run in a circle");
    }
  }
}
