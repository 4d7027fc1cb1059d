package io.threatlockdown.core.decode;

import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.expression.PatternException;
import io.threatlockdown.core.expression.Prefilter;
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
  private final ProblemLog problems;

  PatternReader(XmlElement decoder, ProblemLog problems) {
    this.decoder = decoder;
    this.problems = problems;
  }

  Optional<Expression> programName() {
    List<XmlElement> elements = decoder.children("program_name");
    return elements.isEmpty()
        ? Optional.empty()
        : compile(elements, flavour(elements, Flavour.OS_MATCH));
  }

  Optional<Search> prematch() {
    List<XmlElement> elements = decoder.children("prematch");
    Set<Offset> allowed =
        isChild() ? EnumSet.of(Offset.AFTER_PARENT) : EnumSet.noneOf(Offset.class);
    return elements.isEmpty() ? Optional.empty() : search(elements, allowed);
  }

  Optional<Search> regex() {
    List<XmlElement> elements = decoder.children("regex");
    if (elements.isEmpty()) {
      return Optional.empty();
    }
    Set<Offset> allowed = EnumSet.of(Offset.AFTER_PARENT);
    if (isChild()) {
      allowed.add(Offset.AFTER_REGEX);
    }
    if (!isChild() || !decoder.children("prematch").isEmpty()) {
      allowed.add(Offset.AFTER_PREMATCH);
    }
    for (XmlElement later : elements.subList(1, elements.size())) {
      if (later.attribute("offset").isPresent()) {
        problems.error(later, "only the first <regex> of a decoder may have attribute offset");
      }
    }
    return search(elements, allowed);
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

  private Optional<Search> search(List<XmlElement> elements, Set<Offset> allowed) {
    Offset offset = offset(elements.get(0), allowed);
    Flavour flavour = flavour(elements, Flavour.OS_REGEX);
    return compile(elements, flavour)
        .map(
            expression ->
                new Search(
                    expression,
                    StartBytes.of(flavour, expression.source()),
                    Prefilter.of(flavour, expression.source()),
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

  /** Returns the flavour the last element names. A prematch or regex cannot be an osmatch. */
  private Flavour flavour(List<XmlElement> elements, Flavour usual) {
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
