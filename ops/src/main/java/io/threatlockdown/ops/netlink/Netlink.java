package io.threatlockdown.ops.netlink;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A socket of netlink(7). It belongs to the network namespace of the thread that opens it, and is
 * used by one thread at a time.
 */
public final class Netlink implements AutoCloseable {
  /** NETLINK_ROUTE. */
  public static final int ROUTE = 0;

  /** NETLINK_SOCK_DIAG. */
  public static final int SOCK_DIAG = 4;

  /** NETLINK_NETFILTER. */
  public static final int NETFILTER = 12;

  /** How long the kernel may take for one answer. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_NETLINK = 270;
  private static final int ADD_MEMBERSHIP = 1;
  private static final int ADDRESS_BYTES = 12;
  private static final int DATAGRAM_BYTES_MAX = 1 << 17;

  private final Memory buffer = new Memory(DATAGRAM_BYTES_MAX);
  private final int socket;
  private int sequence;

  private Netlink(int socket) {
    this.socket = socket;
  }

  /**
   * Opens a socket.
   *
   * @param protocol one of the constants above
   * @throws NetlinkException if the kernel refuses
   * @throws UnsatisfiedLinkError if the C library cannot be called
   */
  public static Netlink open(int protocol) {
    int socket =
        checked("socket", () -> LibC.INSTANCE.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol));
    Netlink opened = new Netlink(socket);
    try {
      byte[] any =
          ByteBuffer.allocate(ADDRESS_BYTES)
              .order(ByteOrder.nativeOrder())
              .putShort((short) AF_NETLINK)
              .array();
      int unused = checked("bind", () -> LibC.INSTANCE.bind(socket, any, any.length));
      opened.waitAtMost(ANSWER_WITHIN);
      return opened;
    } catch (NetlinkException refused) {
      opened.close();
      throw refused;
    }
  }

  /** Hears from now on what the kernel tells to that group. */
  public void join(int group) {
    set(SOL_NETLINK, ADD_MEMBERSHIP, number(group));
  }

  /** Lets so many bytes wait to be read; more are lost, and {@link #receive} says so. */
  public void bufferBytes(int bytes) {
    set(SOL_SOCKET, SO_RCVBUFFORCE, number(bytes));
  }

  /** How long {@link #receive} waits. */
  public void waitAtMost(Duration wait) {
    byte[] value =
        ByteBuffer.allocate(16)
            .order(ByteOrder.nativeOrder())
            .putLong(wait.toSeconds())
            .putLong(wait.toNanosPart() / 1_000)
            .array();
    set(SOL_SOCKET, SO_RCVTIMEO, value);
  }

  /**
   * Hears no more of what the socket with this port causes. The kernel looks at the first message
   * of a datagram; those of one transaction have one cause.
   */
  public void ignore(int port) {
    // Classic BPF: load the word of the port, in network order; equal: drop, else: all of it.
    ByteBuffer code = ByteBuffer.allocate(4 * 8).order(ByteOrder.nativeOrder());
    code.putShort((short) 0x20).put((byte) 0).put((byte) 0).putInt(12);
    code.putShort((short) 0x15)
        .put((byte) 0)
        .put((byte) 1)
        .putInt(
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(port) : port);
    code.putShort((short) 0x06).put((byte) 0).put((byte) 0).putInt(0);
    code.putShort((short) 0x06).put((byte) 0).put((byte) 0).putInt(-1);
    try (Memory program = new Memory(code.capacity());
        Memory header = new Memory(16)) {
      program.write(0, code.array(), 0, code.capacity());
      header.clear();
      header.setShort(0, (short) 4);
      header.setPointer(8, program);
      set(SOL_SOCKET, SO_ATTACH_FILTER, header.getByteArray(0, 16));
    }
  }

  /**
   * Returns the next messages; none if nothing came in time.
   *
   * @throws OverrunException if messages were lost since the last call
   */
  public List<NetlinkMessage> receive() throws OverrunException {
    try {
      int length =
          checked(
              "recv",
              () ->
                  LibC.INSTANCE
                      .recv(socket, buffer, new NativeLong(DATAGRAM_BYTES_MAX), 0)
                      .intValue());
      // A copy, because the next call writes there again.
      return NetlinkMessage.parse(ByteBuffer.wrap(buffer.getByteArray(0, length)));
    } catch (NetlinkException refused) {
      switch (refused.number()) {
        case NetlinkException.AGAIN, NetlinkException.INTERRUPTED -> {
          return List.of();
        }
        case NetlinkException.OVERRUN -> throw new OverrunException();
        default -> throw refused;
      }
    }
  }

  /**
   * Sends a request and hands on the messages it is answered with.
   *
   * @throws NetlinkException if the kernel refuses it; {@link NetlinkException#MISSING} if what it
   *     asks for is not there
   */
  public void ask(NetlinkRequest request, Consumer<NetlinkMessage> answer) {
    int number = ++sequence;
    byte[] bytes = request.bytes(number);
    int unused =
        checked(
            "send",
            () -> LibC.INSTANCE.send(socket, bytes, new NativeLong(bytes.length), 0).intValue());
    boolean ended = false;
    while (!ended) {
      ended = take(number, answer);
    }
  }

  private boolean take(int number, Consumer<NetlinkMessage> answer) {
    List<NetlinkMessage> messages = new ArrayList<>();
    try {
      messages.addAll(receive());
    } catch (OverrunException lost) {
      throw new NetlinkException("an answer", NetlinkException.OVERRUN);
    }
    if (messages.isEmpty()) {
      throw new NetlinkException("an answer", NetlinkException.AGAIN);
    }
    for (NetlinkMessage message : messages) {
      if (message.sequence() != number) {
        continue; // The rest of an answer that was given up.
      }
      if (message.isEnd()) {
        return true;
      }
      if (message.isAnswer()) {
        if (message.errorNumber() != 0) {
          throw new NetlinkException("a request", message.errorNumber());
        }
        return true;
      }
      answer.accept(message);
    }
    return false;
  }

  @Override
  public void close() {
    int unused = LibC.INSTANCE.close(socket);
  }

  private void set(int level, int name, byte[] value) {
    int unused =
        checked(
            "setsockopt", () -> LibC.INSTANCE.setsockopt(socket, level, name, value, value.length));
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private interface Call {
    int make();
  }

  private static int checked(String what, Call call) {
    try {
      return call.make();
    } catch (LastErrorException failed) {
      throw new NetlinkException(what, failed.getErrorCode());
    }
  }

  /** The functions of the C library in use. They throw when they fail. */
  private interface LibC extends Library {
    LibC INSTANCE = Native.load("c", LibC.class);

    int socket(int domain, int type, int protocol) throws LastErrorException;

    int bind(int socket, byte[] address, int length) throws LastErrorException;

    int setsockopt(int socket, int level, int name, byte[] value, int length)
        throws LastErrorException;

    NativeLong recv(int socket, Pointer buffer, NativeLong length, int flags)
        throws LastErrorException;

    NativeLong send(int socket, byte[] buffer, NativeLong length, int flags)
        throws LastErrorException;

    int close(int file);
  }
}
