package io.threatlockdown.core.decode;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An event of the Windows event log, read from the XML that Windows renders: sections of named
 * values, as Wazuh names them. Entities stay as they stand, for so Wazuh's rules expect them.
 */
final class WindowsEvent {
  /** How deep elements may nest; a deeper event is not read. */
  static final int DEPTH_MAX = 32;

  private static final XMLInputFactory XML = factory();

  /** What attributes of elements of {@code <System>} become. */
  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "Provider.Name", "providerName",
          "Provider.Guid", "providerGuid",
          "Provider.EventSourceName", "eventSourceName",
          "TimeCreated.SystemTime", "systemTime",
          "Execution.ProcessID", "processID",
          "Execution.ThreadID", "threadID");

  /** The elements of {@code <System>} whose text is a value. */
  private static final List<String> ELEMENTS =
      List.of(
          "EventID",
          "Version",
          "Level",
          "Task",
          "Opcode",
          "Keywords",
          "EventRecordID",
          "Channel",
          "Computer");

  private record Open(String name, Optional<String> label, StringBuilder text) {}

  private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
  private final List<String> unnamed = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();

  private WindowsEvent() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newInstance();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /** Returns the sections in order, each with its values by name; empty if it is no such XML. */
  static Optional<Map<String, Map<String, String>>> read(String xml) {
    try {
      WindowsEvent event = new WindowsEvent();
      event.readAll(reader(xml));
      return event.sections.containsKey("system") ? Optional.of(event.sections) : Optional.empty();
    } catch (XMLStreamException notXml) {
      return Optional.empty();
    }
  }

  private static XMLStreamReader reader(String xml) throws XMLStreamException {
    synchronized (XML) { // Factories are not said to be safe for several threads.
      return XML.createXMLStreamReader(new StringReader(xml.replace("&", "&amp;")));
    }
  }

  private void readAll(XMLStreamReader in) throws XMLStreamException {
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(in);
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text(in.getText());
        case XMLStreamConstants.END_ELEMENT -> end();
        default -> {}
      }
    }
  }

  private void start(XMLStreamReader in) throws XMLStreamException {
    if (open.size() == DEPTH_MAX) {
      throw new XMLStreamException("nests deeper than " + DEPTH_MAX);
    }
    String name = in.getLocalName();
    open.push(
        new Open(
            name, Optional.ofNullable(in.getAttributeValue(null, "Name")), new StringBuilder()));
    if (open.size() == 3 && section().equals("System")) {
      for (int i = 0; i < in.getAttributeCount(); i++) {
        String known = ATTRIBUTES.get(name + "." + in.getAttributeLocalName(i));
        if (known != null) {
          add("system", known, in.getAttributeValue(i));
        }
      }
    }
  }

  private void text(String text) {
    Open element = open.peek();
    if (element != null) {
      element.text().append(text);
    }
  }

  private void end() {
    Open element = open.pop();
    String value = element.text().toString().stripTrailing();
    if (open.size() < 2 || element.text().toString().isBlank()) {
      return;
    }
    switch (section()) {
      case "System" -> {
        if (open.size() == 2 && ELEMENTS.contains(element.name())) {
          add("system", lowerFirst(element.name()), value);
        }
      }
      case "EventData" -> eventData(element, value);
      default -> add(lowerFirst(section()), lowerFirst(element.name()), value);
    }
  }

  private void eventData(Open element, String value) {
    if (!element.name().equals("Data")) {
      add("eventdata", lowerFirst(element.name()), value);
    } else if (value.equals("-") || value.equals("(NULL)")) {
      return; // Windows' way of saying that there is none.
    } else if (element.label().isPresent()) {
      add("eventdata", lowerFirst(element.label().get()), value);
    } else {
      unnamed.add(value);
      add("eventdata", "data", String.join(", ", unnamed));
    }
  }

  private void add(String section, String name, String value) {
    sections.computeIfAbsent(section, unused -> new LinkedHashMap<>()).put(name, value);
  }

  /** The name of the element below the event that is being read. */
  private String section() {
    return open.stream().skip(Math.max(0, open.size() - 2)).findFirst().map(Open::name).orElse("");
  }

  private static String lowerFirst(String name) {
    return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
