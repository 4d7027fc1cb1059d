package io.threatlockdown.core.source;

/** Where one thread reads to, over and over: more than the longest line, so a line always fits. */
final class Chunk {
  private static final int BYTES = 128 * 1024;

  private final byte[] bytes = new byte[BYTES];

  byte[] bytes() {
    return bytes;
  }
}
