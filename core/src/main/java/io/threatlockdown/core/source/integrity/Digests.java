package io.threatlockdown.core.source.integrity;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Hashes of what a file holds, in hexadecimal digits.
 *
 * @param sha256 empty, as the others, if the content is not known: no regular file, too large, or
 *     not readable
 */
record Digests(String md5, String sha1, String sha256) {
  static final Digests UNKNOWN = new Digests("", "", "");

  boolean isKnown() {
    return !sha256.isEmpty();
  }

  /** Hashes under way. */
  static final class Sums {
    private final MessageDigest md5 = digest("MD5");
    private final MessageDigest sha1 = digest("SHA-1");
    private final MessageDigest sha256 = digest("SHA-256");

    void add(ByteBuffer bytes) {
      md5.update(bytes.duplicate());
      sha1.update(bytes.duplicate());
      sha256.update(bytes.duplicate());
    }

    Digests end() {
      HexFormat hex = HexFormat.of();
      return new Digests(
          hex.formatHex(md5.digest()),
          hex.formatHex(sha1.digest()),
          hex.formatHex(sha256.digest()));
    }
  }

  static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }
}
