package io.threatlockdown.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The bearer token that opens the API. Its text is never printed by accident. */
public final class Token {
  /** The shortest token that is taken; a shorter one could be guessed. */
  public static final int LENGTH_MIN = 16;

  /** The longest token that is taken. */
  public static final int LENGTH_MAX = 512;

  private static final int RANDOM_BYTES = 32;
  private static final Pattern TEXT = // token68 of RFC 7235 §2.1
      Pattern.compile("[A-Za-z0-9._~+/-]{" + LENGTH_MIN + "," + LENGTH_MAX + "}=*");

  private final String text;
  private final byte[] digest;

  private Token(String text) {
    this.text = text;
    this.digest = digest(text);
  }

  /**
   * Returns the token, or empty unless the text has {@link #LENGTH_MIN} to {@link #LENGTH_MAX}
   * characters that a bearer token may have.
   */
  public static Optional<Token> parse(String text) {
    return TEXT.matcher(text).matches() ? Optional.of(new Token(text)) : Optional.empty();
  }

  /** Returns a new token of 256 random bits. */
  public static Token random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Whether this is the token, found out in a time that does not depend on the text. */
  public boolean matches(String candidate) {
    return MessageDigest.isEqual(digest, digest(candidate));
  }

  /** Returns the secret, to be written to a file or sent to the service. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return "Token(hidden)";
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
