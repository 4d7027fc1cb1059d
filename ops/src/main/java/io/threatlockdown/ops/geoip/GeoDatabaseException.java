package io.threatlockdown.ops.geoip;

import org.jspecify.annotations.Nullable;

/** A file that is no GeoIP database, or cannot be read. The message names it. */
public final class GeoDatabaseException extends Exception {
  private static final long serialVersionUID = 1L;

  GeoDatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
