package io.threatlockdown.ops.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.ops.notify.NotificationSettings.Mail;
import io.threatlockdown.ops.notify.NotificationSettings.Security;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends mail to a server that speaks TLS from the beginning, or by STARTTLS. */
class MailTlsTest {
  private static final Message MESSAGE = new Message("[web] failed", List.of(), "{}", 1);

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @TempDir Path directory;

  @Test
  void send_tls_isForAServerThatIsTrusted() throws Exception {
    Certificate certificate = Certificate.of("localhost", directory);
    try (ServerSocket server = serve(certificate.context(), true)) {
      assertThatThrownBy(() -> send(server, Security.TLS, Optional.empty()))
          .isInstanceOf(UndeliveredException.class);
      assertThat(heard).noneMatch(line -> line.startsWith("MAIL"));

      send(server, Security.TLS, Optional.of(certificate.pem()));

      awaitSubject();
    }
  }

  @Test
  void send_startTls_isForAServerThatIsTrustedAndOfThatName() throws Exception {
    Certificate certificate = Certificate.of("localhost", directory);
    Certificate other = Certificate.of("other.example", directory);
    try (ServerSocket server = serve(certificate.context(), false);
        ServerSocket misnamed = serve(other.context(), false)) {
      assertThatThrownBy(() -> send(misnamed, Security.STARTTLS, Optional.of(other.pem())))
          .isInstanceOf(UndeliveredException.class);
      assertThat(heard).contains("STARTTLS").noneMatch(line -> line.startsWith("MAIL"));

      send(server, Security.STARTTLS, Optional.of(certificate.pem()));

      awaitSubject();
    }
  }

  private void awaitSubject() throws InterruptedException {
    String line = "";
    while (line != null && !line.startsWith("Subject: ")) {
      line = heard.poll(20, TimeUnit.SECONDS);
    }
    assertThat(line).isEqualTo("Subject: [web] failed");
  }

  private static void send(ServerSocket server, Security security, Optional<Path> issuers)
      throws Exception {
    Mail mail =
        new Mail(
            "localhost",
            server.getLocalPort(),
            security,
            "",
            Optional.empty(),
            issuers,
            "tld@example.com",
            List.of("ops@example.com"));
    new MailChannel(mail, Duration.ofSeconds(20), "web", Clock.systemUTC()).send(MESSAGE);
  }

  private ServerSocket serve(SSLContext tls, boolean fromTheBeginning) throws IOException {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                talk(server, tls, fromTheBeginning);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private void talk(ServerSocket server, SSLContext tls, boolean fromTheBeginning) {
    try (Socket plain = server.accept()) {
      Socket client = fromTheBeginning ? secured(plain, tls) : plain;
      say(client, "220 hello");
      converse(client, tls);
    } catch (SSLException refused) {
      heard.add("refused");
    } catch (IOException gone) {
      heard.add("gone");
    }
  }

  private void converse(Socket client, SSLContext tls) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    boolean data = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heard.add(line);
      if (line.equals("STARTTLS")) {
        say(client, "220 go");
        converse(secured(client, tls), tls);
        return;
      }
      data = data ? !line.equals(".") : line.equals("DATA");
      if (line.startsWith("EHLO") && !(client instanceof SSLSocket)) {
        say(client, "250-hello\r\n250 STARTTLS");
      } else if (line.equals("DATA")) {
        say(client, "354 go");
      } else if (!data) {
        say(client, line.equals("QUIT") ? "221 bye" : "250 ok");
      }
    }
  }

  private static Socket secured(Socket plain, SSLContext tls) throws IOException {
    SSLSocket secured =
        (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    return secured;
  }

  private static void say(Socket client, String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
