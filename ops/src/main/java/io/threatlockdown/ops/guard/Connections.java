package io.threatlockdown.ops.guard;

import io.threatlockdown.core.event.SourceAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** The kernel's tables of sockets in {@code /proc/net}, see proc(5). */
final class Connections {
  /** TCP_ESTABLISHED; connected sockets of UDP have it too. */
  private static final String ESTABLISHED = "01";

  private static final int REMOTE_AT = 2;
  private static final int STATE_AT = 3;
  private static final int INODE_AT = 9;

  private Connections() {}

  /** The far end of a socket that is connected. */
  record Connection(SourceAddress remote, int port, String inode) {}

  /**
   * Returns the connected sockets of the network namespace of the calling thread.
   *
   * @param protocol {@code tcp}, {@code tcp6}, {@code udp} or {@code udp6}
   */
  static List<Connection> of(SystemFiles files, String protocol) {
    return files.find("proc/thread-self/net/" + protocol, Connections::connection);
  }

  private static Optional<Connection> connection(String line) {
    String[] fields = line.strip().split("\\s+", -1);
    if (fields.length <= INODE_AT || !fields[STATE_AT].equals(ESTABLISHED)) {
      return Optional.empty();
    }
    String[] remote = fields[REMOTE_AT].split(":", 2);
    if (remote.length != 2 || !remote[1].matches("[0-9A-F]{4}")) {
      return Optional.empty();
    }
    int port = Integer.parseInt(remote[1], 16);
    return address(remote[0]).map(address -> new Connection(address, port, fields[INODE_AT]));
  }

  /** The kernel prints each 32 bits of network order as one number of the machine. */
  static Optional<SourceAddress> address(String hex) {
    if (!hex.matches("([0-9A-F]{8}){1}|([0-9A-F]{8}){4}")) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate(hex.length() / 2).order(ByteOrder.nativeOrder());
    for (int at = 0; at < hex.length(); at += 8) {
      bytes.putInt(Integer.parseUnsignedInt(hex.substring(at, at + 8), 16));
    }
    return Optional.of(SourceAddress.ofBytes(bytes.array()));
  }
}
