package io.threatlockdown.ops.guard;

import io.threatlockdown.core.event.SourceAddress;
import java.util.List;
import java.util.stream.Stream;

/** The servers that this host asks for names, see resolv.conf(5). */
final class NameServers {
  /** What programs read, and what stands behind it where a stub on loopback is written there. */
  private static final List<String> FILES =
      List.of(
          "etc/resolv.conf",
          "run/systemd/resolve/resolv.conf",
          "run/NetworkManager/no-stub-resolv.conf",
          "run/resolvconf/resolv.conf",
          "run/dnsmasq/resolv.conf");

  private NameServers() {}

  static Stream<SourceAddress> of(SystemFiles files) {
    return FILES.stream()
        .flatMap(file -> files.words(file).stream())
        .filter(words -> words.length > 1 && words[0].equals("nameserver"))
        .flatMap(words -> SourceAddress.parse(words[1].replaceFirst("%.*", "")).stream());
  }
}
