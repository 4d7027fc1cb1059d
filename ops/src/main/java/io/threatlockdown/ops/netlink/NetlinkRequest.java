package io.threatlockdown.ops.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A message to the kernel in the making. */
public final class NetlinkRequest {
  /** The message is a question or an order. */
  public static final int REQUEST = 0x1;

  /** The kernel is to say that it is done. */
  public static final int ACKNOWLEDGE = 0x4;

  /** The kernel is to list all there is. */
  public static final int DUMP = 0x300;

  private static final int NESTED = 0x8000;
  private static final int SEQUENCE_AT = 8;

  private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

  /**
   * Begins a message.
   *
   * @param flags those of above
   * @param header what follows the netlink header, before attributes
   */
  public NetlinkRequest(int type, int flags, byte[] header) {
    buffer.putInt(0).putShort((short) type).putShort((short) (flags | REQUEST)).putInt(0).putInt(0);
    put(header);
  }

  /** Adds an attribute. */
  public NetlinkRequest attribute(int type, byte[] value) {
    room(value.length + 8);
    buffer.putShort((short) (value.length + 4)).putShort((short) type);
    put(value);
    return this;
  }

  /** Adds a text, which ends in a NUL. */
  public NetlinkRequest attribute(int type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return attribute(type, Arrays.copyOf(bytes, bytes.length + 1));
  }

  /** Begins an attribute made of attributes. Returns where it begins, for {@link #end}. */
  public int begin(int type) {
    room(8);
    int at = buffer.position();
    buffer.putShort((short) 0).putShort((short) (type | NESTED));
    return at;
  }

  /** Ends the attribute that began there. */
  public void end(int begin) {
    buffer.putShort(begin, (short) (buffer.position() - begin));
  }

  /** Returns how long it is by now. */
  public int length() {
    return buffer.position();
  }

  /** Returns the message. */
  byte[] bytes(int sequence) {
    buffer.putInt(0, buffer.position());
    buffer.putInt(SEQUENCE_AT, sequence);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private void put(byte[] bytes) {
    int padded = Attributes.aligned(bytes.length);
    room(padded);
    buffer.put(bytes);
    for (int i = bytes.length; i < padded; i++) {
      buffer.put((byte) 0);
    }
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      int capacity = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
      ByteBuffer larger = ByteBuffer.allocate(capacity).order(ByteOrder.nativeOrder());
      buffer = larger.put(buffer.flip());
    }
  }
}
