package io.threatlockdown.core.decode;

import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.expression.PatternException;
import io.threatlockdown.core.expression.TextFilter;
import io.threatlockdown.core.xml.XmlElement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the patterns of one decoder. Elements of the same name make one pattern, their texts put
 * together (spec ruleset §2.1, §3.3).
 */
final class PatternReader {
  /** The longest text of one element (Wazuh's limit). */
  private static final int ELEMENT_BYTES_MAX = 1023;

  private final XmlElement decoder;
  private final DecoderDialect dialect;
  private final LiteralIndex literals;
  private final ProblemLog problems;

  PatternReader(
      XmlElement decoder, DecoderDialect dialect, LiteralIndex literals, ProblemLog problems) {
    this.decoder = decoder;
    this.dialect = dialect;
    this.literals = literals;
    this.problems = problems;
  }

  /** Whether the decoder has a pattern of that name, in whatever language. */
  boolean has(String name) {
    return !elements(name).isEmpty();
  }

  Optional<Expression> programName() {
    List<XmlElement> elements = elements("program_name");
    return elements.isEmpty()
        ? Optional.empty()
        : compile(elements, flavour(elements, dialect.osMatch()));
  }

  Optional<Search> prematch() {
    List<XmlElement> elements = elements("prematch");
    Set<Offset> allowed =
        isChild() ? EnumSet.of(Offset.AFTER_PARENT) : EnumSet.noneOf(Offset.class);
    return elements.isEmpty() ? Optional.empty() : search(elements, allowed, true);
  }

  Optional<Search> regex() {
    List<XmlElement> elements = elements("regex");
    if (elements.isEmpty()) {
      return Optional.empty();
    }
    Set<Offset> allowed = EnumSet.of(Offset.AFTER_PARENT);
    if (isChild()) {
      allowed.add(Offset.AFTER_REGEX);
    }
    if (!isChild() || has("prematch")) {
      allowed.add(Offset.AFTER_PREMATCH);
    }
    for (XmlElement later : elements.subList(1, elements.size())) {
      if (later.attribute("offset").isPresent()) {
        problems.error(later, "only the first <regex> of a decoder may have attribute offset");
      }
    }
    return search(elements, allowed, false); // The decoder is chosen: it will mostly match.
  }

  /** Returns the offset an element has, which must be among those allowed. */
  Offset offset(XmlElement element, Set<Offset> allowed) {
    Optional<String> written = element.attribute("offset");
    if (written.isEmpty()) {
      return Offset.NONE;
    }
    Optional<Offset> offset = Offset.named(written.get()).filter(allowed::contains);
    if (offset.isEmpty()) {
      problems.error(
          element,
          "attribute offset of <"
              + element.name()
              + "> is '"
              + ProblemLog.excerpt(written.get())
              + "'; allowed here: "
              + allowed.stream().map(Offset::tag).sorted().toList());
    }
    return offset.orElse(Offset.NONE);
  }

  private Optional<Search> search(
      List<XmlElement> elements, Set<Offset> allowed, boolean looksForTexts) {
    Offset offset = offset(elements.get(0), allowed);
    Flavour flavour = flavour(elements, dialect.osRegex());
    return compile(elements, flavour)
        .map(
            expression ->
                new Search(
                    expression,
                    expression.starts(),
                    TextFilter.of(flavour, expression.source(), literals),
                    looksForTexts && !expression.decidesSoon(),
                    offset));
  }

  private Optional<Expression> compile(List<XmlElement> elements, Flavour flavour) {
    StringBuilder pattern = new StringBuilder();
    for (XmlElement element : elements) {
      int length = element.content().length();
      if (length > ELEMENT_BYTES_MAX) {
        problems.error(
            element,
            "<" + element.name() + "> has " + length + " bytes; at most " + ELEMENT_BYTES_MAX);
      }
      pattern.append(element.content());
    }
    try {
      return Optional.of(Expressions.compile(flavour, pattern.toString()));
    } catch (PatternException wrong) {
      XmlElement first = elements.get(0);
      problems.error(
          first,
          "<" + first.name() + "> is no " + flavour.tag() + " pattern: " + wrong.getMessage());
      return Optional.empty();
    }
  }

  /** Returns the elements that hold a pattern: those of PCRE2 only without plain ones. */
  private List<XmlElement> elements(String name) {
    List<XmlElement> plain = decoder.children(name);
    String pcre2 = pcre2Name(name);
    boolean known = dialect.elements().contains(pcre2);
    return plain.isEmpty() && known ? decoder.children(pcre2) : plain;
  }

  /** Returns what OSSEC calls the element of that name that holds PCRE2. */
  private static String pcre2Name(String name) {
    return name.equals("regex") ? "pcre2" : name + "_pcre2";
  }

  private Flavour flavour(List<XmlElement> elements, Flavour usual) {
    if (dialect.hasTypes()) {
      return typed(elements, usual);
    }
    for (XmlElement element : elements) {
      if (element.attribute("type").isPresent()) {
        problems.error(
            element,
            "<"
                + element.name()
                + "> has attribute type, which OSSEC does not know; allowed: offset");
      }
    }
    boolean pcre2 = elements.get(0).name().endsWith("pcre2");
    return pcre2 ? Flavour.PCRE2_CASELESS : usual;
  }

  /** Returns the flavour the last element names. A prematch or regex cannot be an osmatch. */
  private Flavour typed(List<XmlElement> elements, Flavour usual) {
    Flavour flavour = usual;
    Set<Flavour> allowed =
        usual == Flavour.OS_MATCH
            ? EnumSet.of(Flavour.OS_MATCH, Flavour.OS_REGEX, Flavour.PCRE2)
            : EnumSet.of(Flavour.OS_REGEX, Flavour.PCRE2);
    for (XmlElement element : elements) {
      Optional<String> written = element.attribute("type");
      if (written.isPresent()) {
        Optional<Flavour> named = Flavour.named(written.get()).filter(allowed::contains);
        if (named.isEmpty()) {
          problems.warning(
              element,
              "attribute type of <"
                  + element.name()
                  + "> is '"
                  + ProblemLog.excerpt(written.get())
                  + "', read as "
                  + usual.tag()
                  + "; allowed: "
                  + allowed.stream().map(Flavour::tag).toList());
        }
        flavour = named.orElse(usual);
      }
    }
    return flavour;
  }

  private boolean isChild() {
    return !decoder.children("parent").isEmpty();
  }
}
