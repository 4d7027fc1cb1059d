package io.threatlockdown.ops.config;

import io.threatlockdown.core.xml.XmlElement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the hosts that sections without other effect name as this one's manager, cluster nodes and
 * database, so that they are guarded.
 */
final class PeersReader {
  private static final Set<String> SECTIONS = Set.of("client", "cluster", "database_output");

  /** What holds an address or a host name in them; OSSEC's words and Wazuh's. */
  private static final Set<String> HOSTS =
      Set.of("address", "server-ip", "server-hostname", "node", "hostname");

  private static final int CHARS_MAX = 253; // of a host name

  private final Set<String> hosts = new LinkedHashSet<>();

  List<String> hosts() {
    return List.copyOf(hosts);
  }

  void read(XmlElement section) {
    if (SECTIONS.contains(section.name())) {
      search(section);
    }
  }

  private void search(XmlElement element) {
    String text = element.content().strip();
    if (HOSTS.contains(element.name()) && !text.isEmpty() && text.length() <= CHARS_MAX) {
      hosts.add(text);
    }
    element.children().forEach(this::search);
  }
}
