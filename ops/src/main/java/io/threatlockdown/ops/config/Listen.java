package io.threatlockdown.ops.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the HTTP API listens.
 *
 * @param host a name or address, IPv6 without brackets
 * @param port 0 to 65535; 0 lets the kernel choose
 */
public record Listen(String host, int port) {
  private static final Pattern TEXT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9.-]+)):(\\d{1,5})");

  /** Returns the host and port of {@code HOST:PORT} or {@code [IPV6]:PORT}, or empty. */
  public static Optional<Listen> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String host = Optional.ofNullable(matcher.group(1)).orElseGet(() -> matcher.group(2));
    int port = Integer.parseInt(matcher.group(3));
    return port <= 65_535 ? Optional.of(new Listen(host, port)) : Optional.empty();
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
