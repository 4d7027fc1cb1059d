package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.Allowlist;
import java.io.IOException;
import java.io.InputStream;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses without which this host or its operator is lost: loopback, the host's own, default
 * gateways, resolvers, and where people are logged in from right now. They are read from the
 * kernel's and the system's files; what cannot be read is left out.
 */
public final class OwnAddresses {
  private static final int FILE_MAX = 1 << 20;
  private static final int ENTRIES_MAX = 4_096;

  private OwnAddresses() {}

  /**
   * Returns what must never be blocked, as it is at this moment. Costs a few reads of small files.
   */
  public static Allowlist guard() {
    return guard(Path.of("/"));
  }

  /** The same with the files of another root directory; interfaces are those of this host. */
  static Allowlist guard(Path root) {
    Set<AddressPrefix> never = new LinkedHashSet<>();
    AddressPrefix.parse("127.0.0.0/8").ifPresent(never::add);
    AddressPrefix.parse("::1").ifPresent(never::add);
    Stream.of(
            interfaces(),
            ipv4Gateways(lines(root.resolve("proc/net/route"))),
            ipv6Gateways(lines(root.resolve("proc/net/ipv6_route"))),
            resolvers(lines(root.resolve("etc/resolv.conf"))),
            LoginSessions.peers(read(root.resolve("run/utmp")), root.resolve("proc")))
        .flatMap(addresses -> addresses)
        .limit(ENTRIES_MAX)
        .map(AddressPrefix::of)
        .forEach(never::add);
    return new Allowlist(List.copyOf(never), List.of());
  }

  private static Stream<SourceAddress> interfaces() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(each -> each.getInterfaceAddresses().stream())
          .map(InterfaceAddress::getAddress)
          .map(address -> SourceAddress.ofBytes(address.getAddress()));
    } catch (SocketException unreadable) {
      return Stream.empty();
    }
  }

  /** Lines of /proc/net/route: interface, destination, gateway, then others; hex of the host. */
  private static Stream<SourceAddress> ipv4Gateways(Stream<String> lines) {
    return lines
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > 7)
        .filter(fields -> fields[1].equals("00000000") && fields[7].equals("00000000"))
        .flatMap(fields -> hex(fields[2], 4).stream())
        .map(OwnAddresses::reversed)
        .map(SourceAddress::ofBytes)
        .filter(gateway -> gateway.low() != 0);
  }

  /** Lines of /proc/net/ipv6_route: destination, length, source, length, next hop, then others. */
  private static Stream<SourceAddress> ipv6Gateways(Stream<String> lines) {
    return lines
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > 4 && fields[1].equals("00"))
        .flatMap(fields -> hex(fields[4], 16).stream())
        .map(SourceAddress::ofBytes)
        .filter(gateway -> gateway.high() != 0 || gateway.low() != 0);
  }

  private static Stream<SourceAddress> resolvers(Stream<String> lines) {
    return lines
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > 1 && fields[0].equals("nameserver"))
        .map(fields -> fields[1].replaceFirst("%.*", ""))
        .flatMap(text -> SourceAddress.parse(text).stream());
  }

  private static Optional<byte[]> hex(String text, int bytes) {
    try {
      return text.length() == bytes * 2
          ? Optional.of(HexFormat.of().parseHex(text))
          : Optional.empty();
    } catch (IllegalArgumentException notHex) {
      return Optional.empty();
    }
  }

  /** The kernel prints the four bytes as one number; our machines are little-endian. */
  private static byte[] reversed(byte[] bytes) {
    return new byte[] {bytes[3], bytes[2], bytes[1], bytes[0]};
  }

  private static Stream<String> lines(Path file) {
    return new String(read(file), StandardCharsets.ISO_8859_1).lines();
  }

  private static byte[] read(Path file) {
    try (InputStream input = Files.newInputStream(file)) {
      return input.readNBytes(FILE_MAX);
    } catch (IOException unreadable) {
      return new byte[0];
    }
  }
}
