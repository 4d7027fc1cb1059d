package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.persistence.PostgresServer.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Opens journals on a PostgreSQL server whose certificate is for localhost, by an own issuer. */
class PostgresTlsTest {
  private static final String NAME = "localhost";

  @TempDir private static Path certificates;
  @RegisterExtension private static final PostgresPerClass POSTGRES = new PostgresPerClass();

  @TempDir private Path dir;

  @BeforeAll
  static void giveCertificate() throws Exception {
    issuer("issuer");
    issuer("other");
    Path names = Files.writeString(certificates.resolve("names"), "subjectAltName=DNS:" + NAME);
    Path key = POSTGRES.cluster().data().resolve("server.key");
    Path certificate = POSTGRES.cluster().data().resolve("server.crt");
    Path request = certificates.resolve("request");
    openssl(
        "req -newkey rsa:2048 -nodes -subj /CN=" + NAME + " -keyout " + key + " -out " + request);
    openssl(
        "x509 -req -days 2 -in %s -CA %s -CAkey %s -CAcreateserial -extfile %s -out %s"
            .formatted(
                request, pem("issuer"), certificates.resolve("issuer.key"), names, certificate));
    PostgresCluster.own(key);
    PostgresCluster.own(certificate);
    POSTGRES.cluster().set("ssl", "on");
  }

  @Test
  void open_trustedIssuerAndRightName_isEncrypted() throws Exception {
    PostgresServer server = server(NAME, Optional.of(pem("issuer")));
    try (PostgresJournal journal = PostgresJournal.open(server, dir);
        Connection connection = journal.tables().connect();
        Statement statement = connection.createStatement();
        ResultSet encrypted =
            statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      assertThat(encrypted.next()).isTrue();
      assertThat(encrypted.getBoolean(1)).isTrue();
    }
  }

  @Test
  void open_otherName_isRefused() throws Exception {
    PostgresServer server = server("127.0.0.1", Optional.of(pem("issuer")));

    assertThatThrownBy(() -> PostgresJournal.open(server, dir))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("127.0.0.1 could not be verified");
  }

  @Test
  void open_otherIssuer_isRefused() throws Exception {
    PostgresServer other = server(NAME, Optional.of(pem("other")));
    PostgresServer ofJava = server(NAME, Optional.empty());

    assertThatThrownBy(() -> PostgresJournal.open(other, dir))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("SSL error");
    assertThatThrownBy(() -> PostgresJournal.open(ofJava, dir))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("SSL error");
  }

  @Test
  void open_serverWithoutTls_isRefused() throws Exception {
    PostgresServer server = server(NAME, Optional.of(pem("issuer")));
    POSTGRES.cluster().set("ssl", "off");
    try {
      assertThatThrownBy(() -> PostgresJournal.open(server, dir))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("does not support SSL");
    } finally {
      POSTGRES.cluster().set("ssl", "on");
    }
  }

  private static PostgresServer server(String host, Optional<Path> issuer) throws Exception {
    PostgresServer plain = POSTGRES.database();
    return new PostgresServer(
        host,
        plain.port(),
        plain.database(),
        plain.user(),
        plain.passwordFile(),
        new Tls.Verified(issuer));
  }

  private static void issuer(String name) throws Exception {
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=%s -keyout %s -out %s"
            .formatted(name, certificates.resolve(name + ".key"), pem(name)));
  }

  private static Path pem(String name) {
    return certificates.resolve(name + ".pem");
  }

  private static void openssl(String arguments) throws Exception {
    PostgresCluster.run(("openssl " + arguments).split(" ", -1));
  }
}
