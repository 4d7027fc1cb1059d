package io.threatlockdown.persistence;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A PostgreSQL database that keeps the block journal, 14 or later, reached directly and not through
 * a pooler: a session must stay one. The password is read from its file at each connection and held
 * nowhere.
 *
 * @param host name or address
 * @param passwordFile absolute; empty: the server asks for none
 * @param tls how the connection is protected
 */
public record PostgresServer(
    String host, int port, String database, String user, Optional<Path> passwordFile, Tls tls) {
  private static final int CONNECT_S = 5;

  /** A connection that is silent for so long is given up. Below the journal's own limit. */
  private static final int SILENT_S = 30;

  /** How soon the server notices that a client's host is gone, which frees the writer's lock. */
  private static final String OPTIONS =
      "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
          + " -c statement_timeout=0 -c idle_session_timeout=0";

  /** How the connection is protected. */
  public sealed interface Tls {
    /** Not at all; for a server on this host. */
    enum Off implements Tls {
      INSTANCE
    }

    /**
     * The server's certificate must be for the host and issued by who is trusted.
     *
     * @param issuer a file of certificates (PEM), absolute; empty: those that Java trusts
     */
    record Verified(Optional<Path> issuer) implements Tls {}
  }

  /** Returns what messages call the database. */
  String name() {
    return "PostgreSQL database " + database + " on " + host + ":" + port;
  }

  /** Returns the address for the driver. Without the password. */
  String url() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("user", user);
    options.put("ApplicationName", "ThreatLockDown");
    options.put("connectTimeout", Integer.toString(CONNECT_S));
    options.put("loginTimeout", Integer.toString(CONNECT_S));
    options.put("socketTimeout", Integer.toString(SILENT_S));
    options.put("tcpKeepAlive", "true");
    options.put("options", OPTIONS);
    // Else a failed write puts all its facts, which may be megabytes, into the exception's message.
    options.put("logServerErrorDetail", "false");
    passwordFile.ifPresent(
        file -> {
          options.put("authenticationPluginClassName", PasswordFile.class.getName());
          options.put(PasswordFile.PROPERTY, file.toString());
        });
    if (tls instanceof Tls.Verified verified) {
      options.put("sslmode", "verify-full");
      verified
          .issuer()
          .ifPresentOrElse(
              file -> options.put("sslrootcert", file.toString()),
              () -> options.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory"));
    } else {
      options.put("sslmode", "disable");
    }
    return "jdbc:postgresql://"
        + (host.indexOf(':') < 0 ? host : "[" + host + "]")
        + ":"
        + port
        + "/"
        + encode(database)
        + "?"
        + options.entrySet().stream()
            .map(option -> option.getKey() + "=" + encode(option.getValue()))
            .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
