package io.threatlockdown.ops.geoip;

import io.threatlockdown.core.event.AddressPrefix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a small database as https://maxmind.github.io/MaxMind-DB/ describes it: an IPv6 tree with
 * records of 32 bits, in which IPv4 addresses lie below {@code ::/96}.
 */
public final class MmdbWriter {
  private static final int IPV4_STARTS_AT_BIT = 96;
  private static final int SEPARATOR_BYTES = 16;
  private static final byte[] METADATA_STARTS = {
    (byte) 0xab, (byte) 0xcd, (byte) 0xef, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
  };

  /** Pairs of records; negative ones are offsets of data, -1 for the first byte. */
  private final List<int[]> nodes = new ArrayList<>(List.of(new int[2]));

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /**
   * Adds the record of a prefix, as MaxMind's city database has it. An empty region is left out.
   */
  public MmdbWriter with(String prefix, String country, String region) {
    AddressPrefix parsed = AddressPrefix.parse(prefix).orElseThrow();
    byte[] bytes = parsed.base().bytes();
    int skipped = bytes.length == 4 ? IPV4_STARTS_AT_BIT : 0;
    int length = skipped + parsed.length();
    int node = 0;
    for (int bit = 0; bit < length; bit++) {
      int at = bit - skipped;
      int side = at < 0 ? 0 : bytes[at / 8] >> (7 - at % 8) & 1;
      if (bit == length - 1) {
        nodes.get(node)[side] = -1 - data.size();
      } else {
        if (nodes.get(node)[side] == 0) {
          nodes.get(node)[side] = nodes.size();
          nodes.add(new int[2]);
        }
        node = nodes.get(node)[side];
      }
    }
    Map<String, Object> names = Map.of("names", Map.of("en", region));
    write(
        region.isEmpty()
            ? Map.of("country", Map.of("iso_code", country))
            : Map.of("country", Map.of("iso_code", country), "subdivisions", List.of(names)),
        data);
    return this;
  }

  /** Returns the database. */
  public byte[] bytes() {
    ByteBuffer tree = ByteBuffer.allocate(nodes.size() * 8 + SEPARATOR_BYTES);
    for (int[] node : nodes) {
      for (int record : node) {
        int value = record < 0 ? nodes.size() + SEPARATOR_BYTES - 1 - record : record;
        tree.putInt(record == 0 ? nodes.size() : value);
      }
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(tree.array());
    all.writeBytes(data.toByteArray());
    all.writeBytes(METADATA_STARTS);
    write(
        Map.of(
            "node_count",
            nodes.size(),
            "record_size",
            (short) 32,
            "ip_version",
            (short) 6,
            "database_type",
            "Test-City",
            "languages",
            List.of("en"),
            "binary_format_major_version",
            (short) 2,
            "binary_format_minor_version",
            (short) 0,
            "build_epoch",
            1_700_000_000L,
            "description",
            Map.of("en", "A test")),
        all);
    return all.toByteArray();
  }

  /** Writes the database to a file and returns that. */
  public Path writeTo(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  private static void write(Object value, ByteArrayOutputStream out) {
    if (value instanceof Map<?, ?> map) {
      out.write(7 << 5 | map.size());
      map.forEach(
          (key, inner) -> {
            write(key, out);
            write(inner, out);
          });
    } else if (value instanceof List<?> list) {
      out.write(list.size());
      out.write(11 - 7);
      list.forEach(inner -> write(inner, out));
    } else if (value instanceof Short number) { // unsigned 16 bits
      out.write(5 << 5 | 2);
      out.writeBytes(ByteBuffer.allocate(2).putShort(number).array());
    } else if (value instanceof Integer number) { // unsigned 32 bits
      out.write(6 << 5 | 4);
      out.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
    } else if (value instanceof Long number) { // unsigned 64 bits
      out.write(8);
      out.write(9 - 7);
      out.writeBytes(ByteBuffer.allocate(8).putLong(number).array());
    } else {
      byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
      out.write(2 << 5 | Math.min(text.length, 29));
      if (text.length >= 29) {
        out.write(text.length - 29);
      }
      out.writeBytes(text);
    }
  }
}
