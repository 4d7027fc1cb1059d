package io.threatlockdown.ops.guard;

import io.threatlockdown.core.event.SourceAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where this host gets the time: what the configurations of chrony, ntpd, openntpd and
 * systemd-timesyncd name, and whom their sockets are connected to. A clock that is led astray ends
 * blocks at the wrong time and makes certificates invalid.
 */
final class TimeServers {
  private static final int PORT = 123;
  private static final List<String> FILES =
      List.of(
          "etc/chrony/chrony.conf",
          "etc/chrony.conf",
          "etc/ntp.conf",
          "etc/ntpsec/ntp.conf",
          "etc/openntpd/ntpd.conf",
          "etc/systemd/timesyncd.conf");
  private static final List<String> DIRECTORIES =
      List.of(
          "etc/chrony/sources.d",
          "etc/chrony/conf.d",
          "run/chrony-dhcp",
          "etc/systemd/timesyncd.conf.d");
  private static final Set<String> DIRECTIVES = Set.of("server", "servers", "pool", "peer");

  private TimeServers() {}

  /** Returns the addresses that are in use right now. */
  static Stream<SourceAddress> inUse(SystemFiles files) {
    return Stream.of("udp", "udp6")
        .flatMap(protocol -> Connections.of(files, protocol).stream())
        .filter(connection -> connection.port() == PORT)
        .map(Connections.Connection::remote);
  }

  /** Returns the addresses and host names that are configured. */
  static List<String> configured(SystemFiles files) {
    Stream<String> inDirectories =
        DIRECTORIES.stream()
            .flatMap(
                directory -> files.names(directory).stream().map(name -> directory + "/" + name));
    return Stream.concat(FILES.stream(), inDirectories)
        .flatMap(file -> files.words(file).stream())
        .flatMap(TimeServers::named)
        .distinct()
        .toList();
  }

  private static Stream<String> named(String[] words) {
    if (words.length > 1 && DIRECTIVES.contains(words[0])) {
      return Stream.of(words[1]);
    }
    if (words[0].startsWith("NTP=") || words[0].startsWith("FallbackNTP=")) {
      words[0] = words[0].substring(words[0].indexOf('=') + 1);
      return Arrays.stream(words).filter(word -> !word.isEmpty());
    }
    return Stream.empty();
  }
}
