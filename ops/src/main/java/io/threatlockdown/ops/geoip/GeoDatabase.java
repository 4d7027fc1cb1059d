package io.threatlockdown.ops.geoip;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import io.threatlockdown.core.event.AddressLocator;
import io.threatlockdown.core.event.SourceAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A country or city database in MaxMind's format ({@code .mmdb}), held in memory. Safe for any
 * thread. An address whose record cannot be read has no place; the first such is logged, all are
 * counted.
 */
public final class GeoDatabase implements AddressLocator {
  /** The largest database. MaxMind's of all cities has 60 MiB, its commercial one 120 MiB. */
  public static final long FILE_BYTES_MAX = 1L << 30;

  private static final Logger LOG = LoggerFactory.getLogger(GeoDatabase.class);
  private static final String SEPARATOR = " / ";

  private final Path file;
  private final Reader reader;
  private final AtomicLong unreadable = new AtomicLong();

  private GeoDatabase(Path file, Reader reader) {
    this.file = file;
    this.reader = reader;
  }

  /**
   * Reads a database. The file is not needed afterwards.
   *
   * @throws GeoDatabaseException if it cannot be read or is no such database; names the file
   */
  public static GeoDatabase open(Path file) throws GeoDatabaseException {
    try {
      long bytes = Files.size(file);
      if (!Files.isRegularFile(file) || bytes > FILE_BYTES_MAX) {
        throw new GeoDatabaseException(
            file + " must be a file of at most " + FILE_BYTES_MAX + " bytes", null);
      }
      return new GeoDatabase(
          file, new Reader(file.toFile(), Reader.FileMode.MEMORY, new CHMCache()));
    } catch (IOException | RuntimeException | StackOverflowError unreadable) {
      // The reader throws what its arrays throw when a file is cut.
      throw new GeoDatabaseException(
          file + " is no readable GeoIP database (.mmdb): " + unreadable, unreadable);
    }
  }

  @Override
  public Optional<String> locate(String address) {
    Optional<SourceAddress> parsed = SourceAddress.parse(address);
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    try {
      Map<?, ?> found = reader.get(InetAddress.getByAddress(parsed.get().bytes()), Map.class);
      return found == null ? Optional.empty() : place(found);
    } catch (IOException | RuntimeException | StackOverflowError damaged) {
      // A damaged record may point at itself.
      if (unreadable.getAndIncrement() == 0) {
        LOG.error("The GeoIP database {} is damaged: {} has no place", file, address, damaged);
      }
      return Optional.empty();
    }
  }

  /** Returns how many look-ups met a damaged record. */
  public long unreadable() {
    return unreadable.get();
  }

  /** Returns the country's code, and the English name of the largest division if there is one. */
  private static Optional<String> place(Map<?, ?> found) {
    Optional<String> country = text(found.get("country"), "iso_code");
    Optional<String> region =
        found.get("subdivisions") instanceof List<?> divisions && !divisions.isEmpty()
            ? map(divisions.get(0)).flatMap(division -> text(division.get("names"), "en"))
            : Optional.empty();
    return country.map(code -> bytes(code + region.map(SEPARATOR::concat).orElse("")));
  }

  private static Optional<String> text(@Nullable Object map, String key) {
    return map(map).map(names -> names.get(key)).map(Object::toString);
  }

  private static Optional<Map<?, ?>> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
  }

  /** Rules see bytes, one char each. */
  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
