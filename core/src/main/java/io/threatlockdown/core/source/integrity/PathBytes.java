package io.threatlockdown.core.source.integrity;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Paths as the bytes that they are, one char each (ISO-8859-1). A {@link Path} holds the bytes too,
 * but its text is decoded by the locale and may not lead back; its URI does.
 */
final class PathBytes {
  private static final String HEX = "0123456789ABCDEF";

  private PathBytes() {}

  /** Returns the bytes of an absolute path. */
  static String of(Path path) {
    String raw = path.toUri().getRawPath();
    // A plus is itself in a path, and a blank to the decoder.
    String bytes = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
    return bytes.length() > 1 && bytes.endsWith("/")
        ? bytes.substring(0, bytes.length() - 1)
        : bytes;
  }

  /** Returns the bytes of a name without a directory. */
  static String ofName(Path name) {
    return of(Path.of("/").resolve(name)).substring(1);
  }

  /**
   * Returns the path of these bytes.
   *
   * @throws IllegalArgumentException if they are no absolute path
   */
  static Path path(String bytes) {
    if (!bytes.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path");
    }
    StringBuilder uri = new StringBuilder("file://");
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      boolean isPlain = c == '/' || c == '.' || (c < 128 && Character.isLetterOrDigit(c));
      if (isPlain) {
        uri.append(c);
      } else {
        uri.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return Path.of(URI.create(uri.toString()));
  }

  /** Whether the path is the directory itself or below it. */
  static boolean isAtOrBelow(String path, String directory) {
    return path.startsWith(directory)
        && (path.length() == directory.length()
            || directory.equals("/")
            || path.charAt(directory.length()) == '/');
  }

  /** Returns the path of a name in a directory. */
  static String in(String directory, String name) {
    return directory.equals("/") ? "/" + name : directory + "/" + name;
  }

  /** Returns the directory that a path is in; of the root the root. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
