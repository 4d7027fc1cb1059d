package io.threatlockdown.core.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An element of a ruleset or of ossec.conf.
 *
 * @param name in lower case, for names are compared ignoring case
 * @param attributes in the order written; no name occurs twice
 * @param content its text, untrimmed, entities as they stand; of an element with children the text
 *     behind the last child
 * @param line where it opens, counted from 1
 */
public record XmlElement(
    String name,
    List<XmlAttribute> attributes,
    String content,
    List<XmlElement> children,
    int line) {
  public XmlElement {
    attributes = List.copyOf(attributes);
    children = List.copyOf(children);
  }

  /** Returns the value of the attribute of that lower-case name. */
  public Optional<String> attribute(String name) {
    for (XmlAttribute attribute : attributes) {
      if (attribute.name().equals(name)) {
        return Optional.of(attribute.value());
      }
    }
    return Optional.empty();
  }

  /**
   * Returns what the element says, wherever it stands: two with the same text mean the same. Not
   * the text as it was written.
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    appendTo(text);
    return text.toString();
  }

  private void appendTo(StringBuilder text) {
    text.append('<').append(name);
    for (XmlAttribute attribute : attributes) {
      text.append(' ').append(attribute.name()).append('=').append(attribute.value());
    }
    text.append('>').append(content);
    children.forEach(child -> child.appendTo(text));
    text.append("</>");
  }

  /** Returns the child elements of that lower-case name in order. */
  public List<XmlElement> children(String name) {
    List<XmlElement> named = List.of();
    for (XmlElement child : children) {
      if (child.name().equals(name)) {
        named = named.isEmpty() ? new ArrayList<>() : named;
        named.add(child);
      }
    }
    return named;
  }
}
