package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the elements of a rule that ask something of an event, and puts them in order. */
final class ConditionReader {
  /** The order of spec ruleset §4.4. Attribute maxsize has a place in it. */
  private static final List<String> ORDER =
      List.of(
          "decoded_as",
          "program_name",
          "id",
          "system_name",
          "protocol",
          "match",
          "regex",
          "action",
          "url",
          "location",
          "field",
          "srcip",
          "dstip",
          "srcport",
          "dstport",
          "compiled_rule",
          "user",
          "srcgeoip",
          "dstgeoip",
          "maxsize",
          "time",
          "weekday",
          "data",
          "extra_data",
          "hostname",
          "status",
          "check_diff",
          "if_fts",
          "list");

  /** The elements that are conditions. */
  static final List<String> ELEMENTS =
      ORDER.stream().filter(name -> !name.equals("maxsize")).toList();

  /** Of more lists than this only the last ones count, as in Wazuh. */
  private static final int LISTS_MAX = 2;

  private final RuleDialect dialect;
  private final RuleProblems problems;
  private final ListReader lists;
  private final AddressReader addresses;
  private final Map<String, PatternText> patterns = new HashMap<>();
  private final Map<String, PatternText> pcre2Patterns = new HashMap<>();
  private final Map<String, List<Condition>> conditions = new HashMap<>();
  private String decoder = "";

  ConditionReader(Map<String, CdbList> lists, RuleDialect dialect, RuleProblems problems) {
    this.dialect = dialect;
    this.problems = problems;
    this.lists = new ListReader(lists, dialect, problems);
    this.addresses = new AddressReader(dialect, problems);
  }

  /** Takes the element if it is a condition; returns whether it is. */
  boolean take(XmlElement element, int ruleId) {
    switch (element.name()) {
      case "decoded_as" -> decoder = element.content().strip().intern(); // As in decoders.
      case "match",
          "regex",
          "program_name",
          "id",
          "system_name",
          "protocol",
          "action",
          "url",
          "location",
          "srcport",
          "dstport",
          "user",
          "srcgeoip",
          "dstgeoip",
          "data",
          "extra_data",
          "hostname",
          "status" ->
          pattern(element);
      case "field" -> field(element);
      case "srcip", "dstip" -> set(element.name(), addresses.read(element));
      case "compiled_rule" -> compiled(element);
      case "time" -> add(element, TimeCondition.parse(element.content()), "such as 6 pm - 8:30 am");
      case "weekday" -> weekday(element);
      case "check_diff" -> set("check_diff", new DiffCondition(ruleId));
      case "if_fts" -> set("if_fts", FirstTimeCondition.INSTANCE);
      case "list" -> lists.read(element).ifPresent(list -> append("list", list));
      default -> {
        return pcre2(element);
      }
    }
    return true;
  }

  Optional<String> decoder() {
    return decoder.isEmpty() ? Optional.empty() : Optional.of(decoder);
  }

  boolean comparesOutput() {
    return conditions.containsKey("check_diff");
  }

  /** Returns the conditions in the order in which they are tested. */
  List<Condition> conditions(RuleAttributes attributes, int line) {
    decoder().ifPresent(name -> set("decoded_as", new DecoderCondition(name)));
    patterns.forEach(
        (name, pattern) -> pattern.condition().ifPresent(condition -> append(name, condition)));
    pcre2Patterns.forEach((name, pattern) -> addPcre2(name, pattern, line));
    attributes.maxsize().ifPresent(bytes -> set("maxsize", new SizeCondition(bytes)));
    List<Condition> listConditions = conditions.getOrDefault("list", List.of());
    if (listConditions.size() > LISTS_MAX) {
      problems.warning(line, "of " + listConditions.size() + " <list> only the last two count");
      conditions.put(
          "list", listConditions.subList(listConditions.size() - LISTS_MAX, listConditions.size()));
    }
    List<Condition> ordered = new ArrayList<>();
    for (String name : ORDER) {
      ordered.addAll(conditions.getOrDefault(name, List.of()));
    }
    return ordered;
  }

  private void pattern(XmlElement element) {
    String name = element.name();
    Flavour flavour =
        switch (name) {
          case "regex" -> dialect.osRegex();
          case "action" -> Flavour.STRING;
          default -> dialect.osMatch();
        };
    patterns
        .computeIfAbsent(name, unused -> text(name, subject(name), flavour))
        .add(element, Set.of());
  }

  /** Takes an element that holds PCRE2, which only OSSEC has; returns whether it is one. */
  private boolean pcre2(XmlElement element) {
    String plain = dialect.pcre2Elements().get(element.name());
    if (plain == null) {
      return false;
    }
    pcre2Patterns
        .computeIfAbsent(
            plain, unused -> text(element.name(), subject(plain), Flavour.PCRE2_CASELESS))
        .add(element, Set.of());
    return true;
  }

  /** A plain element of the same kind wins, but of urls both count (spec ruleset §9). */
  private void addPcre2(String plain, PatternText pattern, int line) {
    if (patterns.containsKey(plain) && !plain.equals("url")) {
      problems.warning(line, "<" + plain + "> counts, not the PCRE2 element for the same");
    } else {
      pattern.condition().ifPresent(condition -> append(plain, condition));
    }
  }

  private PatternText text(String element, Subject subject, Flavour flavour) {
    return new PatternText(element, subject, flavour, dialect.hasTypes(), problems);
  }

  private Subject subject(String element) {
    return switch (element) {
      case "match", "regex" -> Subject.Part.LOG;
      case "location" -> Subject.Part.LOCATION;
      case "user" -> Subject.Part.USER;
      default -> dialect.subject(element);
    };
  }

  private void field(XmlElement element) {
    String name = element.attribute("name").orElse("").strip();
    boolean known =
        StaticField.named(name).isPresent()
            || Set.of("user", "srcgeoip", "dstgeoip").contains(name);
    if (name.isEmpty() || known) {
      problems.wrongValue(
          element.line(),
          "attribute name of <field>",
          name,
          "the name of a field that is no element of its own");
      return;
    }
    PatternText pattern = text("field", new Subject.Named(name), dialect.osRegex());
    pattern.add(element, Set.of("name"));
    pattern.condition().ifPresent(condition -> append("field", condition));
  }

  private void compiled(XmlElement element) {
    List<String> allowed =
        Arrays.stream(CompiledCondition.values()).map(CompiledCondition::tag).toList();
    add(
        element,
        CompiledCondition.named(element.content().strip()).map(dialect::compiled),
        "one of " + allowed);
  }

  private void weekday(XmlElement element) {
    if (element.content().contains("!")) {
      problems.warning(element.line(), "<weekday> ignores '!'");
    }
    add(element, WeekdayCondition.parse(element.content()), "names of days, weekdays or weekends");
  }

  private void add(XmlElement element, Optional<? extends Condition> condition, String allowed) {
    condition.ifPresent(value -> set(element.name(), value));
    if (condition.isEmpty()) {
      problems.wrongValue(element.line(), "<" + element.name() + ">", element.content(), allowed);
    }
  }

  private void set(String name, Condition condition) {
    conditions.put(name, List.of(condition));
  }

  private void append(String name, Condition condition) {
    conditions.computeIfAbsent(name, unused -> new ArrayList<>()).add(condition);
  }
}
