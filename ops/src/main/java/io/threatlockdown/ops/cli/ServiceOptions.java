package io.threatlockdown.ops.cli;

import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.http.Token;
import io.threatlockdown.http.TokenFile;
import io.threatlockdown.http.TokenFileException;
import io.threatlockdown.ops.config.Host;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that talks to the running service: where it is, and what lets us in. */
final class ServiceOptions {
  /** Where a service listens unless told. */
  static final String URL_DEFAULT = "http://127.0.0.1:8514";

  private static final String URL_VARIABLE = "TLD_URL";
  private static final String TOKEN_VARIABLE = "TLD_TOKEN";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the service is. Default: $TLD_URL, else " + URL_DEFAULT)
  private @Nullable String url;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The service's data directory, whose file token lets us in. $TLD_TOKEN comes first."
              + " Default: /var/lib/threatlockdown as root, else ~/.local/share/threatlockdown")
  private @Nullable Path data;

  /**
   * Returns a client of the service. The token is looked for when it is needed.
   *
   * @throws CommandException if the URL is none, or a token would travel in the clear
   */
  ServiceClient client(Map<String, String> environment) {
    String where =
        Optional.ofNullable(url)
            .or(() -> Optional.ofNullable(environment.get(URL_VARIABLE)))
            .orElse(URL_DEFAULT);
    return new ServiceClient(check(where), () -> token(environment));
  }

  /** Returns the options as they were given, to be used again by whoever copies a command. */
  String asGiven() {
    String given = url == null ? "" : " --url " + quoted(url);
    return data == null ? given : given + " --data " + quoted(data.toString());
  }

  /** Returns the text as one word for a shell. */
  static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./:@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private Token token(Map<String, String> environment) {
    String given = environment.getOrDefault(TOKEN_VARIABLE, "").strip();
    if (!given.isEmpty()) {
      return Token.parse(given)
          .orElseThrow(
              () -> new CommandException(ExitCode.USAGE, TOKEN_VARIABLE + " holds no token"));
    }
    try {
      return TokenFile.read(data == null ? Host.current().data() : data);
    } catch (TokenFileException e) {
      throw new CommandException(
          ExitCode.FAILED,
          e.getMessage() + "; set " + TOKEN_VARIABLE + ", or --data to the service's directory");
    }
  }

  private static URI check(String url) {
    URI uri = parse(url);
    String host = uri.getHost();
    boolean encrypted = "https".equals(uri.getScheme());
    if (host == null || !(encrypted || "http".equals(uri.getScheme()))) {
      throw new CommandException(ExitCode.USAGE, "not a URL like " + URL_DEFAULT + ": " + url);
    }
    if (!encrypted && !isLoopback(host)) {
      throw new CommandException(
          ExitCode.USAGE,
          "http to another host would send the token in the clear: use https, or an SSH tunnel");
    }
    return uri;
  }

  private static URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new CommandException(ExitCode.USAGE, "not a URL: " + url);
    }
  }

  private static boolean isLoopback(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return bare.toLowerCase(Locale.ROOT).equals("localhost")
        || SourceAddress.parse(bare).filter(ServiceOptions::isLoopback).isPresent();
  }

  private static boolean isLoopback(SourceAddress address) {
    try {
      return InetAddress.getByAddress(address.bytes()).isLoopbackAddress();
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException(wrongLength);
    }
  }
}
