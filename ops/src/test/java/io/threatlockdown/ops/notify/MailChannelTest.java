package io.threatlockdown.ops.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.threatlockdown.ops.notify.NotificationSettings.Mail;
import io.threatlockdown.ops.notify.NotificationSettings.Security;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends mail to a real server on the loopback. */
class MailChannelTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Message MESSAGE =
      new Message("[web] failed", List.of("one", "."), "{\"summary\":\"failed\"}", 1);

  @TempDir Path directory;
  private GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void send_message_arrivesAsPlainText() throws Exception {
    channel("ops@example.com", "second@example.com").send(MESSAGE);

    assertThat(server.waitForIncomingEmail(20_000, 2)).isTrue();
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("[web] failed");
    assertThat(mail.getFrom()[0]).hasToString("tld@example.com");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getContentType()).startsWith("text/plain").containsIgnoringCase("utf-8");
    assertThat(mail.getContent().toString().strip().lines())
        .containsExactly("[web] failed", "one", ".", "", "{\"summary\":\"failed\"}");
  }

  @Test
  void send_hostileSubject_isOneHeader() throws Exception {
    String hostile = "x\r\nBcc: victim@example.net\r\n\r\nbody \u4e16 " + "y".repeat(400);

    channel("ops@example.com").send(new Message(hostile, List.of(hostile), "{}", 1));

    assertThat(server.waitForIncomingEmail(20_000, 1)).isTrue();
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getAllRecipients()).hasSize(1);
    assertThat(Collections.list(mail.getAllHeaders()))
        .extracting(header -> header.getName())
        .containsOnlyOnce("Subject")
        .doesNotContain("Bcc");
    assertThat(mail.getSubject()).contains("\u4e16");
  }

  @Test
  void send_login_isByThePasswordOfTheFile() throws Exception {
    server.setUser("tld@example.com", "tld", "s3cret");
    Path password = directory.resolve("password");
    Files.writeString(password, "wrong\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    MailChannel channel = channel(port(), Security.OFF, "tld", Optional.of(password), LONG);

    UndeliveredException why =
        catchThrowableOfType(UndeliveredException.class, () -> channel.send(MESSAGE));
    assertThat(why.isForGood()).isFalse();
    assertThat(why.why()).doesNotContain("wrong");
    Files.writeString(password, "s3cret\n");
    channel.send(MESSAGE);

    assertThat(server.waitForIncomingEmail(20_000, 1)).isTrue();
  }

  @Test
  void send_serverWithoutStartTls_isNotTrustedWithAnything() {
    assertThatThrownBy(
            () -> channel(port(), Security.STARTTLS, "", Optional.empty(), LONG).send(MESSAGE))
        .isInstanceOf(UndeliveredException.class)
        .hasMessageContaining("STARTTLS");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void send_serverWhoseCertificateNobodyTrusts_isNotTrustedWithAnything() {
    GreenMail secure = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    secure.start();
    try {
      assertThatThrownBy(
              () ->
                  channel(secure.getSmtps().getPort(), Security.TLS, "", Optional.empty(), LONG)
                      .send(MESSAGE))
          .isInstanceOf(UndeliveredException.class);
      assertThat(secure.getReceivedMessages()).isEmpty();
    } finally {
      secure.stop();
    }
  }

  @Test
  void send_serverThatHangs_endsInTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  channel(
                          silent.getLocalPort(),
                          Security.OFF,
                          "",
                          Optional.empty(),
                          Duration.ofMillis(300))
                      .send(MESSAGE))
          .isInstanceOf(UndeliveredException.class);
    }
  }

  @Test
  void send_refusedForGood_isNotTriedAgain_busyIs() throws Exception {
    assertThat(refused("550 no such user").isForGood()).isTrue();
    assertThat(refused("451 greylisted, come again").isForGood()).isFalse();
  }

  /** Talks to a server that greets, and refuses the recipient. */
  private UndeliveredException refused(String reply) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> refuse(listening, reply));
      thread.setDaemon(true);
      thread.start();
      return catchThrowableOfType(
          UndeliveredException.class,
          () ->
              channel(listening.getLocalPort(), Security.OFF, "", Optional.empty(), LONG)
                  .send(MESSAGE));
    }
  }

  private static void refuse(ServerSocket listening, String reply) {
    try (Socket client = listening.accept()) {
      var in =
          new java.io.BufferedReader(
              new java.io.InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      say(client, "220 hello");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        say(client, line.startsWith("RCPT") ? reply : "250 ok");
      }
    } catch (IOException gone) {
      return; // The test looks at what the client made of it.
    }
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
  }

  private int port() {
    return server.getSmtp().getPort();
  }

  private MailChannel channel(String... to) throws IOException {
    return channel(port(), Security.OFF, "", Optional.empty(), LONG, to);
  }

  private static MailChannel channel(
      int port,
      Security security,
      String user,
      Optional<Path> password,
      Duration timeLimit,
      String... to)
      throws IOException {
    List<String> recipients = to.length == 0 ? List.of("ops@example.com") : List.of(to);
    return new MailChannel(
        new Mail(
            "127.0.0.1",
            port,
            security,
            user,
            password,
            Optional.empty(),
            "tld@example.com",
            recipients),
        timeLimit,
        "web_1.example",
        Clock.systemUTC());
  }
}
