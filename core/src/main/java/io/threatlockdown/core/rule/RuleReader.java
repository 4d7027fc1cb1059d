package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one {@code <rule>} element (spec ruleset §4.1). Used once. */
final class RuleReader {
  /** A rule as read, and whether it replaces an earlier one. */
  record Read(RuleDefinition definition, boolean overwrite, int line) {}

  /**
   * Where rules are found.
   *
   * @param group the name of the group they stand in
   * @param lists the CDB lists that are loaded, by name
   * @param problems is told what is wrong
   */
  record Context(
      RuleDialect dialect,
      String group,
      Map<String, CdbList> lists,
      String file,
      Consumer<Problem> problems) {
    /** Returns the rule, or empty if anything in it is wrong; all that is wrong is reported. */
    Optional<Read> read(XmlElement element) {
      String name = "rule " + RuleProblems.quote(element.attribute("id").orElse(""));
      RuleProblems reporter = new RuleProblems(file, name, problems);
      RuleReader reader = new RuleReader(element, this, reporter);
      RuleDefinition definition = reader.definition();
      return reporter.failed()
          ? Optional.empty()
          : Optional.of(new Read(definition, reader.attributes.overwrite(), element.line()));
    }
  }

  private static final Pattern IDS = Pattern.compile("[\\d, ]+");
  private static final Pattern ID_SEPARATORS = Pattern.compile("[, ]+");
  private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
  private static final Map<String, Rule.Option> OPTIONS =
      Arrays.stream(Rule.Option.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  option -> option.name().toLowerCase(Locale.ROOT), option -> option));

  private final XmlElement element;
  private final String group;
  private final RuleDialect dialect;
  private final RuleProblems problems;
  private final RuleAttributes attributes;
  private final ConditionReader conditions;
  private final CompositeReader composite;
  private final StringBuilder groups;
  private final StringBuilder description = new StringBuilder();
  private final Set<String> mitreIds = new LinkedHashSet<>();
  private final Set<Rule.Option> options = EnumSet.noneOf(Rule.Option.class);
  private final List<Integer> ifSids = new ArrayList<>();
  private String ifGroup = "";
  private OptionalInt ifLevel = OptionalInt.empty();
  private Category category = Category.SYSLOG;
  private List<RuleDefinition.IgnoreField> ignoreAdds = List.of();
  private List<RuleDefinition.IgnoreField> ignoreChecks = List.of();

  private RuleReader(XmlElement element, Context context, RuleProblems problems) {
    this.element = element;
    this.group = context.group();
    this.dialect = context.dialect();
    this.problems = problems;
    this.groups = new StringBuilder(context.group());
    this.attributes = RuleAttributes.read(element, dialect, problems);
    this.conditions = new ConditionReader(context.lists(), dialect, problems);
    this.composite = new CompositeReader(dialect, problems);
  }

  private RuleDefinition definition() {
    for (XmlElement child : element.children()) {
      if (!conditions.take(child, attributes.id()) && !composite.take(child)) {
        takeOther(child);
      }
    }
    checkCount();
    List<Condition> all = new ArrayList<>(conditions.conditions(attributes, element.line()));
    Optional<Composite> count =
        conditions.comparesOutput()
            ? Optional.empty()
            : composite.composite(attributes, element.line());
    count.ifPresent(value -> all.add(new FrequencyCondition(value)));
    GroupText groupText = new GroupText(groups.toString());
    Rule rule = rule(groupText);
    return new RuleDefinition(
        rule,
        Description.of(rule.description(), dialect),
        groupText,
        category,
        placement(),
        attributes.sortLevel(),
        conditions.decoder(),
        all,
        count,
        attributes.ignore(),
        attributes.silent(),
        ignoreAdds,
        ignoreChecks,
        RuleDefinition.fingerprint(group + element.text()));
  }

  private Rule rule(GroupText groupText) {
    if (dialect.wantsDescription() && description.isEmpty()) {
      problems.error(element.line(), "the rule needs a <description>");
    }
    int newline = description.indexOf("\n");
    if (newline >= 0) {
      description.setCharAt(newline, ' ');
    }
    return new Rule(
        attributes.id(),
        attributes.level(),
        description.toString(),
        groupText.text(),
        groupText.groups(),
        groupText.compliance(),
        List.copyOf(mitreIds),
        attributes.frequency(),
        options);
  }

  private Placement placement() {
    if (!ifSids.isEmpty()) {
      return new Placement.BySid(ifSids);
    }
    if (ifLevel.isPresent()) {
      return new Placement.ByLevel(ifLevel.getAsInt());
    }
    if (!ifGroup.isEmpty()) {
      return new Placement.ByGroup(GroupText.alternatives(ifGroup));
    }
    return composite.impliedPlacement().orElseGet(Placement.ByCategory::new);
  }

  private void checkCount() {
    if (composite.counts() || conditions.comparesOutput()) {
      return;
    }
    if (attributes.frequency().isPresent() || composite.compares()) {
      problems.error(
          element.line(),
          "frequency, same_... and different_... need if_matched_sid, if_matched_group,"
              + " if_matched_regex or check_diff");
    }
  }

  private void takeOther(XmlElement child) {
    String content = child.content();
    switch (child.name()) {
      case "description" -> description.append(content);
      case "group" -> groups.append(content);
      case "info", "cve" -> {} // shown nowhere
      case "mitre" -> mitre(child);
      case "options" -> options(child);
      case "category" -> category(child);
      case "if_sid" -> ifSid(child);
      case "if_group" -> ifGroup += content;
      case "if_level" -> ifLevel(child);
      case "ignore" -> ignoreAdds = ignoreFields(content);
      case "check_if_ignored" -> ignoreChecks = ignoreFields(content);
      default ->
          problems.error(
              child.line(),
              "unknown element <" + child.name() + ">; allowed are " + dialect.elements());
    }
  }

  private void mitre(XmlElement child) {
    for (XmlElement id : child.children()) {
      switch (id.name()) {
        case "id", "techniqueid" -> mitreIds.add(id.content().strip());
        case "tacticid" -> {} // follows from the technique
        default ->
            problems.error(
                id.line(), "unknown element <" + id.name() + "> in <mitre>; allowed is <id>");
      }
    }
  }

  private void options(XmlElement child) {
    for (String word : SEPARATORS.split(child.content(), -1)) {
      Rule.Option option = OPTIONS.get(word);
      if (option != null) {
        options.add(option);
      } else if (!word.isEmpty()) {
        problems.wrongValue(
            child.line(),
            "<options>",
            word,
            "of " + Arrays.toString(Rule.Option.values()).toLowerCase(Locale.ROOT));
      }
    }
  }

  private void category(XmlElement child) {
    Optional<Category> named = Category.named(child.content().strip());
    named.ifPresent(value -> category = value);
    if (named.isEmpty()) {
      problems.wrongValue(
          child.line(),
          "<category>",
          child.content(),
          "one of " + Arrays.stream(Category.values()).map(Category::tag).toList());
    }
  }

  private void ifSid(XmlElement child) {
    if (!IDS.matcher(child.content()).matches()) {
      problems.wrongValue(child.line(), "<if_sid>", child.content(), "rule ids and commas");
      return;
    }
    for (String word : ID_SEPARATORS.split(child.content(), -1)) {
      RuleAttributes.parseNumber(word).ifPresent(ifSids::add);
    }
  }

  private void ifLevel(XmlElement child) {
    ifLevel = RuleAttributes.parseNumber(child.content().strip());
    if (ifLevel.isEmpty()) {
      problems.wrongValue(child.line(), "<if_level>", child.content(), "a level 0 to 16");
    }
  }

  private List<RuleDefinition.IgnoreField> ignoreFields(String content) {
    List<RuleDefinition.IgnoreField> fields = new ArrayList<>();
    for (String word : SEPARATORS.split(content, -1)) {
      if (!word.isEmpty()) {
        Subject subject =
            switch (word) {
              case "name" -> Subject.Part.DECODER_NAME;
              case "location" -> Subject.Part.LOCATION;
              case "user" -> Subject.named("dstuser");
              case "extra_data" -> Subject.named("data");
              default -> dialect.subject(word);
            };
        fields.add(new RuleDefinition.IgnoreField(word, subject));
      }
    }
    return fields;
  }
}
