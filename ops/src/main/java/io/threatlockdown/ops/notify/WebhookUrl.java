package io.threatlockdown.ops.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Addresses that messages may be posted to. */
public final class WebhookUrl {
  /** What is allowed, in words. */
  public static final String ALLOWED =
      "https://HOST/…; http:// only if HOST is localhost, 127.0.0.1 or [::1]; no user in it";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private WebhookUrl() {}

  /** Returns the address, or empty if it is not allowed. */
  public static Optional<URI> parse(String text) {
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      String host = url.getHost();
      boolean allowed =
          host != null
              && url.getUserInfo() == null
              && (scheme.equals("https") || (scheme.equals("http") && LOOPBACK.contains(host)));
      return allowed ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException noUrl) {
      return Optional.empty();
    }
  }
}
