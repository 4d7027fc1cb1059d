package io.threatlockdown.ops.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A message from the kernel, its numbers as in {@code linux/netlink.h}.
 *
 * @param port whose request made it, by the port of that socket; 0 if the kernel's own
 * @param payload what follows the header, in the byte order of this machine
 */
public record NetlinkMessage(int type, int flags, int sequence, int port, ByteBuffer payload) {
  private static final int HEADER_BYTES = 16;
  private static final int ERROR = 2;
  private static final int DONE = 3;

  /** Whether it says that a request was done or refused. */
  public boolean isAnswer() {
    return type == ERROR;
  }

  /** Whether it ends a list. */
  public boolean isEnd() {
    return type == DONE;
  }

  /** Returns the error number of an answer; 0 if the request was done. */
  public int errorNumber() {
    return -payload.getInt(0);
  }

  /** Returns what follows a header of so many bytes of the payload. */
  public Attributes attributesAfter(int bytes) {
    return bytes > payload.limit()
        ? Attributes.NONE
        : Attributes.of(payload.slice(bytes, payload.limit() - bytes));
  }

  /** Returns the messages of one datagram; a torn one ends the list. */
  static List<NetlinkMessage> parse(ByteBuffer datagram) {
    datagram.order(ByteOrder.nativeOrder());
    List<NetlinkMessage> messages = new ArrayList<>();
    int at = 0;
    while (datagram.limit() - at >= HEADER_BYTES) {
      int length = datagram.getInt(at);
      if (length < HEADER_BYTES || length > datagram.limit() - at) {
        return messages;
      }
      messages.add(
          new NetlinkMessage(
              datagram.getShort(at + 4) & 0xffff,
              datagram.getShort(at + 6) & 0xffff,
              datagram.getInt(at + 8),
              datagram.getInt(at + 12),
              datagram
                  .slice(at + HEADER_BYTES, length - HEADER_BYTES)
                  .order(ByteOrder.nativeOrder())));
      at += Attributes.aligned(length);
    }
    return messages;
  }
}
