package io.threatlockdown.ops.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.ops.notify.NotificationSettings.Format;
import io.threatlockdown.ops.notify.NotificationSettings.Webhook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts to a real server on the loopback. */
class WebhookChannelTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Message MESSAGE =
      new Message("[web] failed", List.of("one", "two"), "{\"summary\":\"failed\"}", 1);

  @TempDir Path directory;
  private HookServer server;

  @BeforeEach
  void start() throws IOException {
    server = new HookServer(Optional.empty());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void send_json_isPostedAsItIs() throws Exception {
    channel(Format.JSON, Optional.empty()).send(MESSAGE);

    HookServer.Posted posted = server.next();
    assertThat(posted.body()).isEqualTo(MESSAGE.json());
    assertThat(posted.headers().getFirst("Content-Type")).startsWith("application/json");
    assertThat(posted.headers().containsKey("Authorization")).isFalse();
  }

  @Test
  void send_slack_escapesMarkupAndQuotes() throws Exception {
    String hostile = "<!channel> & <http://evil|click> \"quoted\" \\ \u4e16";

    channel(Format.SLACK, Optional.empty()).send(new Message(hostile, List.of("second"), "{}", 1));

    assertThat(new ObjectMapper().readTree(server.next().body()).toString())
        .isEqualTo(
            "{\"text\":\"&lt;!channel&gt; &amp; &lt;http://evil|click&gt; \\\"quoted\\\" \\\\"
                + " \u4e16\\nsecond\"}");
  }

  @Test
  void send_token_isReadAtEachTry() throws Exception {
    Path token = secret("s3cret");
    WebhookChannel channel = channel(Format.JSON, Optional.of(token));

    channel.send(MESSAGE);
    Files.writeString(token, "other\n");
    channel.send(MESSAGE);

    assertThat(server.next().headers().getFirst("Authorization")).isEqualTo("Bearer s3cret");
    assertThat(server.next().headers().getFirst("Authorization")).isEqualTo("Bearer other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "bad\u0001byte", ""})
  void send_tokenThatIsNone_isNotSentAndNotSaid(String text) throws Exception {
    WebhookChannel channel = channel(Format.JSON, Optional.of(secret(text)));

    assertThatThrownBy(() -> channel.send(MESSAGE))
        .isInstanceOf(UndeliveredException.class)
        .hasMessageNotContainingAny("two words", "bad");
    assertThat(server.isQuiet()).isTrue();
  }

  @Test
  void send_tokenThatOthersMayRead_isNotSent() throws Exception {
    Path token = secret("s3cret");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> channel(Format.JSON, Optional.of(token)).send(MESSAGE))
        .hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @CsvSource({
    "500, , false, ",
    "503, 7, false, PT7S",
    "429, 'Fri, 01 May 2026 12:00:30 GMT', false, PT30S",
    "429, soon, false, ",
    "408, , false, ",
    "400, , true, ",
    "401, , true, ",
    "404, 5, true, ",
    "302, , true, "
  })
  void send_status_isTriedAgainOrNot(int status, String retryAfter, boolean forGood, String pause)
      throws Exception {
    if (retryAfter == null) {
      server.answer(status, "Location", server.url("http", "/elsewhere").toString());
    } else {
      server.answer(status, "Retry-After", retryAfter);
    }

    UndeliveredException why =
        catchThrowableOfType(
            UndeliveredException.class, () -> channel(Format.JSON, Optional.empty()).send(MESSAGE));

    assertThat(why).hasMessage("answered with status " + status);
    assertThat(why.isForGood()).isEqualTo(forGood);
    assertThat(why.retryAfter()).isEqualTo(Optional.ofNullable(pause).map(Duration::parse));
    assertThat(server.next()).isNotNull();
    assertThat(server.isQuiet()).isTrue(); // No redirect was followed.
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void send_serverHangs_endsInTime(boolean afterTheHead) throws Exception {
    server.hang(afterTheHead);

    assertThatThrownBy(() -> channel(url(), Optional.empty(), Duration.ofMillis(300)).send(MESSAGE))
        .isInstanceOf(UndeliveredException.class)
        .hasMessageContaining("300 ms");
  }

  @Test
  void send_nobodyListens_saysNoAddress() throws Exception {
    URI url = server.url("http", "/services/T000/SECRET");
    server.close();

    UndeliveredException why =
        catchThrowableOfType(
            UndeliveredException.class, () -> channel(url, Optional.empty(), LONG).send(MESSAGE));

    assertThat(why.isForGood()).isFalse();
    assertThat(why.why()).doesNotContain("SECRET");
  }

  @Test
  void send_https_wantsACertificateThatIsTrustedAndForTheHost() throws Exception {
    Certificate mine = Certificate.of("localhost", directory);
    Certificate other = Certificate.of("other.example", directory);
    try (HookServer secure = new HookServer(Optional.of(mine.context()));
        HookServer misnamed = new HookServer(Optional.of(other.context()))) {
      URI url = secure.url("https", "/");

      assertThatThrownBy(() -> channel(url, Optional.empty(), LONG).send(MESSAGE))
          .isInstanceOf(UndeliveredException.class);
      assertThatThrownBy(
              () ->
                  channel(misnamed.url("https", "/"), Optional.of(other.pem()), LONG).send(MESSAGE))
          .isInstanceOf(UndeliveredException.class)
          .hasMessageContaining("localhost");
      channel(url, Optional.of(mine.pem()), LONG).send(MESSAGE);

      assertThat(secure.next().body()).isEqualTo(MESSAGE.json());
      assertThat(misnamed.isQuiet()).isTrue();
    }
  }

  @Test
  void send_urlOfAFile_isUsed() throws Exception {
    Path file = secret(server.url("http", "/hook").toString());
    Webhook settings =
        new Webhook(
            Optional.empty(), Optional.of(file), Format.JSON, Optional.empty(), Optional.empty());

    new WebhookChannel(settings, LONG, Clock.systemUTC()).send(MESSAGE);

    assertThat(server.next().body()).isEqualTo(MESSAGE.json());
  }

  @ParameterizedTest
  @CsvSource({
    "https://hooks.example.com/x, true",
    "http://localhost:8080/, true",
    "http://[::1]:8080/, true",
    "http://hooks.example.com/x, false",
    "https://user:word@hooks.example.com/, false",
    "ftp://localhost/, false",
    "file:///etc/passwd, false",
    "nonsense, false",
    "'https://a b/', false"
  })
  void parse_url_mustBeSafe(String url, boolean allowed) {
    assertThat(WebhookUrl.parse(url).isPresent()).isEqualTo(allowed);
  }

  private URI url() {
    return server.url("http", "/");
  }

  private WebhookChannel channel(Format format, Optional<Path> token) throws IOException {
    return new WebhookChannel(
        new Webhook(Optional.of(url()), Optional.empty(), format, token, Optional.empty()),
        LONG,
        Clock.fixed(NOON, ZoneOffset.UTC));
  }

  private static WebhookChannel channel(URI url, Optional<Path> issuers, Duration timeLimit)
      throws IOException {
    return new WebhookChannel(
        new Webhook(Optional.of(url), Optional.empty(), Format.JSON, Optional.empty(), issuers),
        timeLimit,
        Clock.systemUTC());
  }

  private Path secret(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }
}
