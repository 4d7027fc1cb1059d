package io.threatlockdown.ops.config;

import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import io.threatlockdown.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * An element of ossec.conf being read, and where to complain about it. Values are compared exactly
 * as written, blanks included, for so does Wazuh.
 *
 * @param file its name, for messages
 */
record ConfElement(XmlElement xml, String file, Consumer<Problem> problems) {
  private static final int SHOWN_CHARS_MAX = 80;

  String name() {
    return xml.name();
  }

  String text() {
    return xml.content();
  }

  List<ConfElement> children() {
    return xml.children().stream().map(each -> new ConfElement(each, file, problems)).toList();
  }

  /**
   * Returns the children by name, of a repeated one the last. An unknown one is fatal (Wazuh's
   * 1230).
   */
  Scalars scalars(Collection<String> allowed) {
    Map<String, ConfElement> scalars = new LinkedHashMap<>();
    for (ConfElement child : children()) {
      if (!allowed.contains(child.name())) {
        child.unknown(this, allowed);
        continue;
      }
      ConfElement earlier = scalars.put(child.name(), child);
      if (earlier != null) {
        child.warning("is given twice; this one counts, line " + earlier.xml.line() + " does not");
      }
    }
    return new Scalars(scalars);
  }

  /**
   * Returns the children, each of which names a path. An unknown one is fatal, one without a path
   * is left out.
   */
  List<ConfElement> paths(Collection<String> allowed) {
    List<ConfElement> paths = new ArrayList<>();
    for (ConfElement child : children()) {
      if (!allowed.contains(child.name())) {
        child.unknown(this, allowed);
      } else if (child.text().isBlank()) {
        child.error("is empty; allowed: a path");
      } else {
        paths.add(child);
      }
    }
    return paths;
  }

  /** Whether the value is {@code yes}. Anything but {@code yes} and {@code no} is fatal. */
  boolean isYes() {
    if (!text().equals("yes") && !text().equals("no")) {
      fatal("is " + shown() + "; allowed: yes, no");
    }
    return text().equals("yes");
  }

  /** Returns the value; anything but a whole number of that range is fatal, and empty. */
  OptionalInt number(int min, int max) {
    OptionalInt value =
        text().matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(text())) : OptionalInt.empty();
    if (value.isEmpty() || value.getAsInt() < min || value.getAsInt() > max) {
      fatal("is " + shown() + "; allowed: a whole number from " + min + " to " + max);
      return OptionalInt.empty();
    }
    return value;
  }

  /** Complains that this child does not exist in Wazuh. */
  void unknown(ConfElement parent, Collection<String> allowed) {
    report(
        Severity.FATAL,
        "unknown element <"
            + name()
            + "> in <"
            + parent.name()
            + ">; allowed: "
            + String.join(", ", allowed));
  }

  void warning(String text) {
    report(Severity.WARNING, "<" + name() + "> " + text);
  }

  void error(String text) {
    report(Severity.ERROR, "<" + name() + "> " + text);
  }

  void fatal(String text) {
    report(Severity.FATAL, "<" + name() + "> " + text);
  }

  /** Returns the value in quotes, cut if long. */
  String shown() {
    String value =
        text().length() <= SHOWN_CHARS_MAX ? text() : text().substring(0, SHOWN_CHARS_MAX);
    return "'" + Latin1.toText(value) + (value.equals(text()) ? "'" : "…'");
  }

  private void report(Severity severity, String text) {
    problems.accept(new Problem(severity, file, xml.line(), text));
  }
}
