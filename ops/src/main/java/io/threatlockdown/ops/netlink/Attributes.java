package io.threatlockdown.ops.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The attributes of a message, or of one of its attributes, in their order. */
public record Attributes(List<Attribute> all) {
  /** No attributes. */
  public static final Attributes NONE = new Attributes(List.of());

  private static final int HEADER_BYTES = 4;
  private static final int TYPE_MASK = 0x3fff; // the other two bits say nested and byte order

  /** One attribute: its type and its bytes in network order. */
  public record Attribute(int type, ByteBuffer value) {
    /** Returns what it holds, if it is made of attributes. */
    public Attributes nested() {
      return Attributes.of(value.duplicate());
    }

    /** Returns a copy of its bytes. */
    public byte[] bytes() {
      byte[] bytes = new byte[value.limit()];
      value.get(0, bytes);
      return bytes;
    }

    /** Returns its text, which ends at a NUL. */
    public String text() {
      String text = new String(bytes(), StandardCharsets.ISO_8859_1);
      int end = text.indexOf(0);
      return end < 0 ? text : text.substring(0, end);
    }
  }

  /** Returns the attributes in these bytes; a torn one ends them. */
  public static Attributes of(ByteBuffer from) {
    ByteBuffer header = from.duplicate().order(ByteOrder.nativeOrder());
    List<Attribute> all = new ArrayList<>();
    int at = 0;
    while (header.limit() - at >= HEADER_BYTES) {
      int length = header.getShort(at) & 0xffff;
      if (length < HEADER_BYTES || length > header.limit() - at) {
        return new Attributes(all);
      }
      all.add(
          new Attribute(
              header.getShort(at + 2) & TYPE_MASK,
              from.slice(at + HEADER_BYTES, length - HEADER_BYTES).order(ByteOrder.BIG_ENDIAN)));
      at += aligned(length);
    }
    return new Attributes(all);
  }

  /** Returns the first of the type. */
  public Optional<Attribute> find(int type) {
    for (Attribute attribute : all) {
      if (attribute.type() == type) {
        return Optional.of(attribute);
      }
    }
    return Optional.empty();
  }

  /** Returns what the first of the type holds; nothing if there is none. */
  public Attributes nested(int type) {
    return find(type).map(Attribute::nested).orElse(NONE);
  }

  static int aligned(int bytes) {
    return bytes + 3 & ~3;
  }
}
