package io.threatlockdown.core.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the XML dialect of rulesets and ossec.conf (spec ruleset §3.1): several roots a file,
 * {@code <!-- -->} and {@code <! !>} comments of which either end closes either, no entities,
 * untrimmed text, and a {@code <} behind an odd backslash is text. Every size has a limit, so no
 * text costs more than its own length.
 */
public final class LenientXml {
  /** The longest file. A hundred times the largest of Wazuh's ruleset. */
  public static final int FILE_BYTES_MAX = 16 << 20;

  /** The longest content, attribute value or name (Wazuh's XML_MAXSIZE). */
  public static final int CONTENT_BYTES_MAX = 20_480;

  /** How deep elements may nest. Rulesets nest 3 deep, ossec.conf 5. */
  public static final int DEPTH_MAX = 32;

  /** The most elements of one file. Wazuh's whole ruleset has 33,000. */
  public static final int ELEMENTS_MAX = 200_000;

  private final String text;
  private int at;
  private int elements;
  private int countedTo;
  private int line = 1;

  private LenientXml(String text) {
    this.text = text;
  }

  /**
   * Returns the root elements of a file in order. Text outside of them is ignored.
   *
   * @throws XmlException with the line, if an element is not closed or a limit is exceeded
   */
  public static List<XmlElement> parse(ConfigFile file) throws XmlException {
    if (file.text().length() > FILE_BYTES_MAX) {
      throw new XmlException(
          0, "the file has " + file.text().length() + " bytes; at most " + FILE_BYTES_MAX);
    }
    return new LenientXml(file.text()).roots();
  }

  /**
   * Returns the root elements of a ruleset file, its {@code <var>} definitions applied and left
   * out.
   *
   * @throws XmlException as {@link #parse}, and if a text names a variable that is not defined
   */
  public static List<XmlElement> parseRuleset(ConfigFile file) throws XmlException {
    return Variables.resolve(parse(file));
  }

  private List<XmlElement> roots() throws XmlException {
    List<XmlElement> roots = new ArrayList<>();
    for (at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
      if (skipComment()) {
        continue;
      }
      if (text.startsWith("</", at)) {
        throw wrong("closing tag without an opening one: " + excerpt());
      }
      roots.add(element(1));
    }
    return roots;
  }

  private XmlElement element(int depth) throws XmlException {
    int opensAt = line();
    if (depth > DEPTH_MAX) {
      throw wrong("elements nest deeper than " + DEPTH_MAX);
    }
    elements++;
    if (elements > ELEMENTS_MAX) {
      throw wrong("more than " + ELEMENTS_MAX + " elements");
    }
    at++;
    String name = name("an element");
    List<XmlAttribute> attributes = attributes(name);
    if (text.startsWith("/>", at)) {
      at += 2;
      return new XmlElement(name, attributes, "", List.of(), opensAt);
    }
    at++;
    List<XmlElement> children = new ArrayList<>();
    String content = body(name, opensAt, depth, children);
    return new XmlElement(name, attributes, content, children, opensAt);
  }

  /** Reads up to and including the closing tag. */
  private String body(String name, int opensAt, int depth, List<XmlElement> children)
      throws XmlException {
    StringBuilder content = new StringBuilder();
    while (true) {
      int open = textEnd();
      int most = CONTENT_BYTES_MAX - content.length();
      if (open - at > most) {
        at += most + 1;
        throw wrong("the content of <" + name + "> has over " + CONTENT_BYTES_MAX + " bytes");
      }
      content.append(text, at, open);
      at = open;
      if (at == text.length()) {
        throw new XmlException(opensAt, "<" + name + "> is not closed");
      } else if (text.startsWith("</", at)) {
        close(name, opensAt);
        return content.toString();
      } else if (!skipComment()) {
        content.setLength(0);
        children.add(element(depth + 1));
      }
    }
  }

  /** Returns where the text ends that begins here: at a {@code <} that is no text itself. */
  private int textEnd() {
    int open = text.indexOf('<', at);
    while (open >= 0 && isEscaped(open)) {
      open = text.indexOf('<', open + 1);
    }
    return open < 0 ? text.length() : open;
  }

  /** Whether an odd number of backslashes stands right before, as far as the text goes back. */
  private boolean isEscaped(int open) {
    int first = open;
    while (first > at && text.charAt(first - 1) == '\\') {
      first--;
    }
    return (open - first) % 2 == 1;
  }

  private void close(String name, int opensAt) throws XmlException {
    int end = text.indexOf('>', at);
    String closed = end < 0 ? "" : text.substring(at + 2, end).strip();
    if (!closed.equalsIgnoreCase(name)) {
      throw wrong("expected </" + name + "> for line " + opensAt + ", found " + excerpt());
    }
    at = end + 1;
  }

  /** Reads attributes up to, not including, {@code >} or {@code />}. */
  private List<XmlAttribute> attributes(String element) throws XmlException {
    List<XmlAttribute> attributes = new ArrayList<>();
    while (true) {
      skipSpace();
      if (at >= text.length()) {
        throw wrong("the tag <" + element + " is not closed");
      }
      if (text.charAt(at) == '>' || text.startsWith("/>", at)) {
        return attributes;
      }
      String name = name("an attribute of <" + element + ">");
      for (XmlAttribute attribute : attributes) {
        if (attribute.name().equals(name)) {
          throw wrong("<" + element + "> has attribute " + name + " twice");
        }
      }
      attributes.add(new XmlAttribute(name, quoted(element, name)));
    }
  }

  private String quoted(String element, String name) throws XmlException {
    skipSpace();
    if (at >= text.length() || text.charAt(at) != '=') {
      throw wrong("attribute " + name + " of <" + element + "> has no value");
    }
    at++;
    skipSpace();
    char quote = at < text.length() ? text.charAt(at) : ' ';
    if (quote != '"' && quote != '\'') {
      throw wrong("the value of attribute " + name + " of <" + element + "> needs quotes");
    }
    int end = text.indexOf(quote, at + 1);
    if (end < 0 || end - at - 1 > CONTENT_BYTES_MAX) {
      throw wrong(
          "attribute "
              + name
              + " of <"
              + element
              + "> is not closed within "
              + CONTENT_BYTES_MAX
              + " bytes");
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  private String name(String what) throws XmlException {
    int from = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      if (text.charAt(at) == '/' && text.startsWith("/>", at)) {
        break;
      }
      at++;
    }
    if (at == from || at - from > CONTENT_BYTES_MAX) {
      at = from;
      throw wrong("expected the name of " + what + ", found " + excerpt());
    }
    return text.substring(from, at).toLowerCase(Locale.ROOT);
  }

  private static boolean isNamePart(char c) {
    return c > ' ' && c != '>' && c != '<' && c != '=' && c != '"' && c != '\'';
  }

  private void skipSpace() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
  }

  private boolean skipComment() throws XmlException {
    if (!text.startsWith("<!", at)) {
      return false;
    }
    int end = text.indexOf('>', at + 2);
    while (end >= 0 && !closesComment(end)) {
      end = text.indexOf('>', end + 1);
    }
    if (end < 0) {
      throw wrong("the comment is not closed");
    }
    at = end + 1;
    return true;
  }

  /** Whether the comment that opens here ends there, with {@code !>} or {@code -->}. */
  private boolean closesComment(int end) {
    int inside = at + 2;
    return (end > inside && text.charAt(end - 1) == '!')
        || (end - 1 > inside && text.startsWith("--", end - 2));
  }

  private XmlException wrong(String message) {
    return new XmlException(line(), message);
  }

  private String excerpt() {
    int end = Math.min(text.length(), at + 24);
    return "'" + text.substring(at, end).replaceAll("\\P{Print}", "?") + "'";
  }

  private int line() {
    int to = Math.min(at, text.length());
    if (countedTo < to) {
      int newline = text.indexOf('\n', countedTo);
      while (newline >= 0 && newline < to) {
        line++;
        newline = text.indexOf('\n', newline + 1);
      }
      countedTo = to;
    }
    return line;
  }
}
