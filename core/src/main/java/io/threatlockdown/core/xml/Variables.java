package io.threatlockdown.core.xml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code <var name="X">value</var>} of a ruleset file: from there to the file's end {@code $X}
 * stands for the value, once, in texts longer than 2 bytes (spec ruleset §3.1).
 */
final class Variables {
  private static final String NAME_ENDS = "$.|, ";

  private final Map<String, String> values = new HashMap<>();
  private long bytes;

  private Variables() {}

  static List<XmlElement> resolve(List<XmlElement> roots) throws XmlException {
    Variables variables = new Variables();
    List<XmlElement> resolved = new ArrayList<>();
    for (XmlElement root : roots) {
      XmlElement element = variables.values.isEmpty() ? root : variables.resolve(root);
      if (element.name().equals("var")) {
        variables.define(element);
      } else {
        resolved.add(element);
      }
    }
    return resolved;
  }

  private void define(XmlElement element) throws XmlException {
    String name =
        element
            .attribute("name")
            .orElseThrow(() -> new XmlException(element.line(), "<var> needs attribute name"));
    values.put(name.toLowerCase(Locale.ROOT), element.content());
  }

  private XmlElement resolve(XmlElement element) throws XmlException {
    if (!mayNameVariable(element)) {
      return element;
    }
    List<XmlAttribute> attributes = new ArrayList<>();
    for (XmlAttribute attribute : element.attributes()) {
      attributes.add(
          new XmlAttribute(attribute.name(), resolve(attribute.value(), element.line())));
    }
    List<XmlElement> children = new ArrayList<>();
    for (XmlElement child : element.children()) {
      children.add(resolve(child));
    }
    return new XmlElement(
        element.name(),
        attributes,
        resolve(element.content(), element.line()),
        children,
        element.line());
  }

  private static boolean mayNameVariable(XmlElement element) {
    boolean may = element.content().indexOf('$') >= 0;
    for (XmlAttribute attribute : element.attributes()) {
      may |= attribute.value().indexOf('$') >= 0;
    }
    for (XmlElement child : element.children()) {
      may |= mayNameVariable(child);
    }
    return may;
  }

  private String resolve(String text, int line) throws XmlException {
    if (text.length() <= 2 || text.indexOf('$') < 0) {
      return text;
    }
    StringBuilder resolved = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = c == '$' ? nameEnd(text, at + 1) : at + 1;
      if (c != '$' || end == at + 1 || text.charAt(at + 1) == '(') {
        resolved.append(c);
        at++;
      } else {
        resolved.append(value(text.substring(at + 1, end), line));
        at = end;
      }
      if (resolved.length() > LenientXml.CONTENT_BYTES_MAX) {
        throw new XmlException(
            line, "a text with variables exceeds " + LenientXml.CONTENT_BYTES_MAX + " bytes");
      }
    }
    bytes += resolved.length();
    if (bytes > LenientXml.FILE_BYTES_MAX) {
      throw new XmlException(line, "variables make the file exceed " + LenientXml.FILE_BYTES_MAX);
    }
    return resolved.toString();
  }

  private String value(String name, int line) throws XmlException {
    String value = values.get(name.toLowerCase(Locale.ROOT));
    if (value == null) {
      throw new XmlException(
          line,
          "unknown variable $"
              + name
              + "; defined are "
              + values.keySet().stream().sorted().toList());
    }
    return value;
  }

  private static int nameEnd(String text, int from) {
    int end = from;
    while (end < text.length() && NAME_ENDS.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }
}
