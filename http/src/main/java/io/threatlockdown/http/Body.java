package io.threatlockdown.http;

import java.io.ByteArrayOutputStream;
import org.apache.pekko.util.ByteString;

/**
 * The body of a request while it comes in. One that is too large is read on for a while and thrown
 * away: a client that is still sending when the connection closes does not see the answer.
 */
final class Body {
  /** How many bytes more than allowed are read and thrown away. */
  static final int DISCARDED_BYTES_MAX = 16 << 20;

  private final int bytesMax;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long size;

  Body(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * Adds what came in.
   *
   * @throws ProblemException if it is so much too large that the client is not waited for
   */
  Body plus(ByteString chunk) {
    size += chunk.size();
    if (size > (long) bytesMax + DISCARDED_BYTES_MAX) {
      throw tooLarge();
    }
    if (size <= bytesMax) {
      kept.writeBytes(chunk.toArrayUnsafe());
    }
    return this;
  }

  /**
   * Returns all of it.
   *
   * @throws ProblemException {@link Problem#TOO_LARGE}
   */
  byte[] bytes() {
    if (size > bytesMax) {
      throw tooLarge();
    }
    return kept.toByteArray();
  }

  private ProblemException tooLarge() {
    return new ProblemException(
        Problem.TOO_LARGE,
        "the body may have " + bytesMax + " bytes; lines of NDJSON may be any number");
  }
}
