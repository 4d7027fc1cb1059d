package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What rules of one flavour mean otherwise than those of the other (spec ruleset §4, §9).
 *
 * @param osRegex what {@code <regex>} holds and {@code <if_matched_regex>}
 * @param osMatch what most other elements hold
 * @param hasTypes whether attributes {@code type} and {@code negate} exist
 * @param pcre2Elements the elements that hold PCRE2 and the name of the plain one each replaces
 * @param differences the elements that want events different; empty if any known field will do
 * @param sameLocation what {@code <same_location>} compares
 * @param bangNegates whether {@code !} before an address negates it
 * @param onlyGetIsSimple whether {@code is_simple_http_request} wants action GET, or none
 * @param extraDataIsData whether {@code extra_data} means the field data
 * @param wantsDescription whether a rule needs a {@code <description>}
 * @param wantsParents whether a rule below an unknown one forbids the start
 * @param frequencyMin the least {@code frequency}
 * @param eventsAbove how many events more than its {@code frequency} a rule wants
 * @param counting how rules that count go through earlier events
 */
record RuleDialect(
    Flavour osRegex,
    Flavour osMatch,
    boolean hasTypes,
    Map<String, String> pcre2Elements,
    Set<String> differences,
    Subject sameLocation,
    boolean bangNegates,
    boolean onlyGetIsSimple,
    boolean extraDataIsData,
    boolean wantsDescription,
    boolean wantsParents,
    int frequencyMin,
    int eventsAbove,
    Counting counting) {
  private static final int EVENTS_MIN = 2;

  private static final RuleDialect WAZUH =
      new RuleDialect(
          Flavour.OS_REGEX,
          Flavour.OS_MATCH,
          true,
          Map.of(),
          Set.of(),
          Subject.Part.LOCATION,
          false,
          false,
          false,
          true,
          false,
          2,
          0,
          Counting.WAZUH);

  private static final RuleDialect OSSEC =
      new RuleDialect(
          Flavour.OSSEC_REGEX,
          Flavour.OSSEC_MATCH,
          false,
          pcre2Elements(
              "match program_name id url status user hostname extra_data srcport dstport"
                  + " srcgeoip dstgeoip"),
          Set.of(
              "different_url",
              "different_srcip",
              "different_srcgeoip",
              "not_same_source_ip",
              "not_same_user",
              "not_same_agent",
              "not_same_id"),
          Subject.Part.HOSTNAME,
          true,
          true,
          true,
          false,
          true,
          0,
          2,
          Counting.OSSEC);

  RuleDialect {
    pcre2Elements = Map.copyOf(pcre2Elements);
    differences = Set.copyOf(differences);
  }

  /** Returns the dialect of a flavour. */
  static RuleDialect of(RulesetFlavour flavour) {
    return switch (flavour) {
      case WAZUH -> WAZUH;
      case OSSEC -> OSSEC;
    };
  }

  /** Returns what a list, a description or an ignore list means by a name. */
  Subject subject(String name) {
    return extraDataIsData && name.equals(StaticField.EXTRA_DATA.fieldName())
        ? new Subject.Known(StaticField.DATA)
        : Subject.named(name);
  }

  /** Returns the elements of a rule, for a message. */
  String elements() {
    String others =
        differences.isEmpty()
            ? "same_, different_ and not_same_ with the name of a field"
            : "same_ with the name of a field, "
                + differences.stream().sorted().collect(Collectors.joining(", "));
    return Stream.of(
            Stream.of(
                "description, group, info, cve, mitre, options, category, if_sid, if_group,"
                    + " if_level, ignore, check_if_ignored"),
            ConditionReader.ELEMENTS.stream(),
            pcre2Elements.keySet().stream().sorted(),
            Stream.of(
                "if_matched_sid, if_matched_group, if_matched_regex, global_frequency, and "
                    + others))
        .flatMap(Function.identity())
        .collect(Collectors.joining(", "));
  }

  /** Returns what a rule asks that names a compiled condition. */
  Condition compiled(CompiledCondition named) {
    return onlyGetIsSimple && named == CompiledCondition.IS_SIMPLE_HTTP_REQUEST
        ? GetRequestCondition.INSTANCE
        : named;
  }

  /** Returns how many events make a rule of that frequency match, the current one included. */
  int events(OptionalInt frequency) {
    return frequency.isPresent() ? frequency.getAsInt() + eventsAbove : EVENTS_MIN;
  }

  private static Map<String, String> pcre2Elements(String names) {
    return Stream.concat(Stream.of("regex"), List.of(names.split(" ", -1)).stream())
        .collect(
            Collectors.toMap(
                name -> name.equals("regex") ? "pcre2" : name + "_pcre2", name -> name));
  }
}
