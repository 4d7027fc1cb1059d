package io.threatlockdown.core.decode;

import io.threatlockdown.core.decode.Decoder.Fields;
import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reads one {@code <decoder>} element (spec ruleset §3.3) and says what is wrong with it. */
final class DecoderReader {
  /** The fixed names that may make up a first-time-seen key. */
  private static final Set<String> FTS_NAMES =
      new TreeSet<>(
          List.of(
              "data",
              "dstip",
              "dstuser",
              "id",
              "location",
              "name",
              "srcip",
              "srcuser",
              "system_name"));

  private final XmlElement element;
  private final DecoderDialect dialect;
  private final ProblemLog problems;
  private final PatternReader patterns;

  private DecoderReader(
      String file,
      XmlElement element,
      DecoderDialect dialect,
      LiteralIndex literals,
      Consumer<Problem> problems) {
    this.element = element;
    this.dialect = dialect;
    this.problems = new ProblemLog(file, problems);
    this.patterns = new PatternReader(element, dialect, literals, this.problems);
  }

  /** Returns the decoder, or empty if it has an error; each is reported. */
  static Optional<Decoder> read(
      String file,
      XmlElement element,
      DecoderDialect dialect,
      LiteralIndex literals,
      Consumer<Problem> problems) {
    DecoderReader reader = new DecoderReader(file, element, dialect, literals, problems);
    Decoder decoder = reader.read(file);
    return reader.problems.hasErrors() ? Optional.empty() : Optional.of(decoder);
  }

  private Decoder read(String file) {
    String name = element.attribute("name").orElse("").strip().intern(); // As in rules.
    if (name.isEmpty()) {
      problems.error(element, "<decoder> needs attribute name");
    }
    for (XmlElement child : element.children()) {
      if (!dialect.elements().contains(child.name())) {
        problems.error(
            child,
            "decoder "
                + name
                + " has element <"
                + child.name()
                + ">; allowed: "
                + dialect.elements());
      }
    }
    Optional<String> parent = text("parent").map(String::strip).map(String::intern);
    Fields fields = fields();
    Decoder decoder =
        new Decoder(
            new Decoder.Origin(file, element.line()),
            name,
            parent,
            patterns.programName(),
            patterns.prematch(),
            fields,
            pluginOffset(parent.isPresent()),
            category(),
            ftsFields(fields),
            flag("use_own_name"),
            !element.children("accumulate").isEmpty(),
            jsonOptions());
    if (parent.isEmpty() && !patterns.has("program_name") && !patterns.has("prematch")) {
      problems.error(element, "decoder " + name + " needs <program_name>, <prematch> or <parent>");
    }
    return decoder;
  }

  private Fields fields() {
    Optional<Search> regex = patterns.regex();
    Optional<XmlElement> order = last("order");
    Optional<XmlElement> coded = last("plugin_decoder");
    if (coded.isPresent()) {
      if (patterns.has("regex") || order.isPresent()) {
        problems.error(coded.get(), "<plugin_decoder> excludes <regex> and <order>");
      }
      return plugin(coded.get());
    }
    if (patterns.has("regex") == order.isEmpty()) {
      problems.error(element, "<regex> and <order> need each other");
    }
    if (regex.isEmpty() || order.isEmpty()) {
      return Fields.None.INSTANCE;
    }
    return new Fields.Groups(regex.get(), order(order.get()));
  }

  private Fields plugin(XmlElement coded) {
    Optional<Plugin> plugin =
        Plugin.named(coded.content().strip()).filter(dialect.plugins()::contains);
    if (plugin.isEmpty()) {
      problems.wrongValue(coded, dialect.plugins().stream().map(Plugin::tag).toList());
      return Fields.None.INSTANCE;
    }
    return new Fields.Coded(plugin.get());
  }

  private List<OrderSlot> order(XmlElement order) {
    List<OrderSlot> slots = words(order).stream().map(dialect::slot).toList();
    if (slots.isEmpty() || slots.size() > Event.DYNAMIC_FIELDS_MAX) {
      problems.error(
          order,
          "<order> names "
              + slots.size()
              + " fields; allowed: 1 to "
              + Event.DYNAMIC_FIELDS_MAX
              + ", split by commas");
    }
    return slots;
  }

  private Offset pluginOffset(boolean child) {
    Optional<XmlElement> coded = last("plugin_decoder");
    return coded.isEmpty()
        ? Offset.NONE
        : patterns.offset(
            coded.get(),
            child
                ? Set.of(Offset.AFTER_PARENT, Offset.AFTER_PREMATCH)
                : Set.of(Offset.AFTER_PREMATCH));
  }

  private Category category() {
    Optional<XmlElement> type = last("type");
    if (type.isEmpty()) {
      return Category.SYSLOG;
    }
    Optional<Category> category =
        Category.named(type.get().content().strip()).filter(named -> named != Category.OSSEC_ALERT);
    if (category.isEmpty()) {
      problems.wrongValue(
          type.get(),
          Arrays.stream(Category.values())
              .filter(named -> named != Category.OSSEC_ALERT)
              .map(Category::tag)
              .toList());
    }
    return category.orElse(Category.SYSLOG);
  }

  private List<String> ftsFields(Fields fields) {
    Optional<XmlElement> fts = last("fts");
    if (fts.isEmpty()) {
      return List.of();
    }
    Set<String> ordered =
        fields instanceof Fields.Groups groups
            ? groups.order().stream().map(OrderSlot::name).collect(Collectors.toSet())
            : Set.of();
    List<String> names = new ArrayList<>();
    for (String word : words(fts.get())) {
      String name =
          switch (word) {
            case "user" -> "dstuser";
            case "extra_data" -> "data";
            default -> word;
          };
      if (FTS_NAMES.contains(name) || ordered.contains(name)) {
        names.add(name);
      } else {
        problems.error(
            fts.get(),
            "<fts> names '" + word + "'; allowed: " + FTS_NAMES + " or a field of <order>");
      }
    }
    return names;
  }

  private JsonOptions jsonOptions() {
    boolean discard =
        choice("json_null_field", List.of("string", "discard", "empty")).equals("discard");
    boolean csv = choice("json_array_structure", List.of("array", "csv")).equals("csv");
    return new JsonOptions(discard, csv);
  }

  private boolean flag(String name) {
    return choice(name, List.of("false", "true")).equals("true");
  }

  /** Returns the value of an element that takes few; the first of them if it is not written. */
  private String choice(String name, List<String> allowed) {
    Optional<XmlElement> written = last(name);
    String value = written.map(XmlElement::content).map(String::strip).orElse(allowed.get(0));
    if (!allowed.contains(value)) {
      problems.wrongValue(written.orElse(element), allowed);
    }
    return value;
  }

  private Optional<String> text(String name) {
    return last(name).map(XmlElement::content);
  }

  private Optional<XmlElement> last(String name) {
    List<XmlElement> all = element.children(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  private static List<String> words(XmlElement list) {
    return Arrays.stream(list.content().split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
