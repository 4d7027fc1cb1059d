package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.DecoderFacts;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.xml.XmlElement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds fields that a rule names and that no decoder sets in an event which comes to the rule. */
final class FieldLint {
  private static final Pattern IN_DESCRIPTION = Pattern.compile("\\$\\(([^)]*)\\)");

  /** The elements that ask where an address is, of one event or of several. */
  private static final Pattern PLACE = Pattern.compile("(same_)?(src|dst)geoip(_pcre2)?");

  private static final List<String> EITHER_USER = List.of("dstuser", "srcuser");

  /** What rules may name and no decoder sets. */
  private static final Set<String> NO_FIELDS =
      Set.of("hostname", "program_name", "location", "agent", "srcgeoip", "dstgeoip");

  /** What elements call a field, where it is not the field's own name. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "source_ip", "srcip",
          "src_ip", "srcip",
          "destination_ip", "dstip",
          "dst_ip", "dstip",
          "src_port", "srcport",
          "dst_port", "dstport");

  private final DecoderFacts decoders;
  private final BiConsumer<XmlElement, String> report;

  /** Where a rule's events come from: decoders by name, or all of the categories. */
  private final Set<String> names = new HashSet<>();

  private final Set<Category> categories = new HashSet<>();

  /**
   * Looks at one rule.
   *
   * @param report is told of an element and what is wrong with it
   */
  FieldLint(RuleEntry entry, DecoderFacts decoders, BiConsumer<XmlElement, String> report) {
    this.decoders = decoders;
    this.report = report;
    for (TreeNode place : entry.places()) {
      decoder(place)
          .ifPresentOrElse(
              names::add, () -> categories.add(ReachLint.root(place).entry().category()));
    }
  }

  /** Checks the elements of the rule. */
  void check(XmlElement rule) {
    for (XmlElement element : rule.children()) {
      switch (element.name()) {
        case "field" ->
            require(
                element, List.of(element.attribute("name").orElse("").strip()), "never matches");
        case "list" ->
            require(element, named(element.attribute("field").orElse("")), "never matches");
        case "description" -> description(element);
        default -> other(element);
      }
    }
  }

  private void other(XmlElement element) {
    String name = element.name();
    if (!decoders.located() && PLACE.matcher(name).matches()) {
      report.accept(
          element,
          "<" + name + ">: without a GeoIP database no address has a place; it never matches");
      return;
    }
    if (name.startsWith("same_")) {
      require(element, compared(element, name.substring(5)), "never counts");
    } else if (name.startsWith("different_")) {
      require(element, compared(element, name.substring(10)), "is not narrowed by it");
    } else if (name.startsWith("not_same_")) {
      require(element, compared(element, name.substring(9)), "is not narrowed by it");
    } else {
      String plain = name.endsWith("_pcre2") ? name.substring(0, name.length() - 6) : name;
      if (plain.equals("user") || StaticField.named(plain).isPresent()) {
        require(element, named(plain), "never matches");
      }
    }
  }

  private void description(XmlElement element) {
    for (MatchResult used : IN_DESCRIPTION.matcher(element.content()).results().toList()) {
      require(element, named(used.group(1)), "has nothing in its place");
    }
  }

  /** Returns the fields that a {@code same_} or {@code different_} element compares. */
  private static List<String> compared(XmlElement element, String what) {
    if (what.equals("field")) {
      return List.of(element.content().strip());
    }
    String name = OTHER_NAMES.getOrDefault(what, what);
    boolean known = name.equals("user") || StaticField.named(name).isPresent();
    return known ? named(name) : List.of();
  }

  /** Returns the fields of which one will do; none if what is named is no field. */
  private static List<String> named(String name) {
    if (NO_FIELDS.contains(name)) {
      return List.of();
    }
    return switch (name) {
      case "user" -> EITHER_USER;
      case "data", "extra_data" -> List.of("data", "extra_data"); // One to OSSEC.
      default -> List.of(name);
    };
  }

  private void require(XmlElement element, List<String> fields, String consequence) {
    boolean unknownDecoder = names.stream().anyMatch(name -> decoders.of(name).isEmpty());
    if (fields.isEmpty() || unknownDecoder || maySome(fields)) {
      return;
    }
    report.accept(
        element,
        "<"
            + element.name()
            + "> names field "
            + RuleProblems.quote(fields.get(0))
            + ", which no decoder of its events sets"
            + (names.isEmpty() ? "" : " (" + String.join(", ", names) + ")")
            + "; it "
            + consequence);
  }

  private boolean maySome(List<String> fields) {
    return names.stream().anyMatch(name -> decoders.mayHave(name, fields))
        || categories.stream().anyMatch(category -> decoders.mayHave(category, fields));
  }

  private static Optional<String> decoder(TreeNode place) {
    Optional<TreeNode> at = Optional.of(place);
    while (at.isPresent()) {
      Optional<String> decoder = at.get().entry().definition().decoder();
      if (decoder.isPresent()) {
        return decoder;
      }
      at = at.get().parent();
    }
    return Optional.empty();
  }
}
