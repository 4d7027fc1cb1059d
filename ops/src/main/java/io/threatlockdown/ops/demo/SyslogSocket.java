package io.threatlockdown.ops.demo;

import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The syslog daemon of the small world: a unix socket of datagrams that stands for {@code
 * /dev/log}, whose messages become lines of a file as rsyslog writes them. Java has no such socket,
 * so it is the C library's.
 */
final class SyslogSocket implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x8_0000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int PATH_MAX = 107; // sockaddr_un less its NUL
  private static final int MESSAGE_MAX = 8_192;
  private static final String HOST_NAME = "victim";

  private final int socket;
  private final FileChannel file;
  private final Thread thread;
  private final SeenLines written = new SeenLines();
  private volatile boolean closed;

  private SyslogSocket(int socket, FileChannel file) {
    this.socket = socket;
    this.file = file;
    this.thread = new Thread(this::receive, "syslog");
    thread.setDaemon(true);
  }

  /** Listens at {@code path} and appends to {@code log}, which it makes. */
  static SyslogSocket open(Path path, Path log) throws IOException {
    int socket = LibC.INSTANCE.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length > PATH_MAX) {
      throw new IOException(path + ": the path of a socket has at most " + PATH_MAX + " bytes");
    }
    byte[] address =
        ByteBuffer.allocate(2 + name.length + 1)
            .order(ByteOrder.nativeOrder())
            .putShort((short) AF_UNIX)
            .put(name)
            .array();
    byte[] fifthOfASecond =
        ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putLong(0).putLong(200_000).array();
    if (socket < 0
        || LibC.INSTANCE.bind(socket, address, address.length) != 0
        || LibC.INSTANCE.setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, fifthOfASecond, 16) != 0) {
      throw new IOException(path + ": cannot listen there");
    }
    FileChannel file = FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    SyslogSocket opened = new SyslogSocket(socket, file);
    opened.thread.start();
    return opened;
  }

  /** Appends lines as if a daemon had written them, each ended by a newline. */
  void append(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      int unused = file.write(bytes);
    }
    written.add(text.stripTrailing());
  }

  /** Returns what was written. */
  SeenLines written() {
    return written;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join(2_000);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    file.close();
  }

  private void receive() {
    byte[] buffer = new byte[MESSAGE_MAX];
    NativeLong length = new NativeLong(MESSAGE_MAX);
    while (!closed) {
      int received = LibC.INSTANCE.recv(socket, buffer, length, 0).intValue();
      if (received > 0) {
        try {
          append(line(new String(buffer, 0, received, StandardCharsets.ISO_8859_1)));
        } catch (IOException unwritable) {
          break; // Whoever waits for the line finds out.
        }
      }
    }
    int unused = LibC.INSTANCE.close(socket);
  }

  /** Takes off the priority, and puts the host's name after the time of 15 characters. */
  static String line(String message) {
    String text = message.replaceFirst("^<\\d{1,3}>", "").replace("\0", "").stripTrailing();
    return text.length() > 15
        ? text.substring(0, 15) + ' ' + HOST_NAME + text.substring(15) + '\n'
        : text + '\n';
  }
}
