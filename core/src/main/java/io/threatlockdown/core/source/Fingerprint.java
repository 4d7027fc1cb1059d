package io.threatlockdown.core.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Tells whether a file still begins as it did: a hash of its first bytes. Log files begin with a
 * time, so two that begin alike are the same file or copies of it.
 *
 * @param length how many bytes are hashed, at most {@link #BYTES_MAX}
 * @param hash the first 16 bytes of their SHA-256, in hexadecimal
 */
record Fingerprint(int length, String hash) {
  /** How much of a file is looked at: several lines, read at once. */
  static final int BYTES_MAX = 1024;

  /** With fewer bytes than these, two files that begin alike may be different ones. */
  static final int COPY_BYTES_MIN = 32;

  private static final int HASH_BYTES = 16;

  static Fingerprint of(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      byte[] hash = Arrays.copyOf(digest.digest(), HASH_BYTES);
      return new Fingerprint(length, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether the file begins with these bytes. */
  boolean matches(FileChannel file) throws IOException {
    byte[] bytes = new byte[length];
    return readFirst(file, bytes, length) == length && equals(of(bytes, length));
  }

  /** Whether a file that begins like this is surely this one or a copy of it. */
  boolean isTelling() {
    return length >= COPY_BYTES_MIN;
  }

  /** Reads the first bytes and returns how many there are. */
  static int readFirst(FileChannel file, byte[] bytes, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    while (buffer.hasRemaining() && file.read(buffer, buffer.position()) > 0) {
      // A read may return less than there is.
    }
    return buffer.position();
  }
}
