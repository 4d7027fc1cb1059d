package io.threatlockdown.ops.notify;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.threatlockdown.ops.notify.NotificationSettings.Format;
import io.threatlockdown.ops.notify.NotificationSettings.Webhook;
import io.threatlockdown.persistence.SecretFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Posts messages to an address. Follows no redirects, which would carry the token elsewhere, and
 * never says the address or the token. Secrets are read at each try, so that they can be changed
 * while the service runs. 2xx is taken; 408, 425, 429 and 5xx are tried again, after what {@code
 * Retry-After} says; all else is lost.
 */
final class WebhookChannel implements Channel {
  /** The longest text for Slack; it cuts at 40,000. */
  static final int SLACK_CHARS_MAX = 3_000;

  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  private final Webhook settings;
  private final Duration timeLimit;
  private final Clock clock;
  private final HttpClient client;

  /**
   * @param timeLimit of a try, from connecting to the end of the answer
   * @param clock tells how far the time of a {@code Retry-After} is
   * @throws IOException if the issuers cannot be read
   */
  WebhookChannel(Webhook settings, Duration timeLimit, Clock clock) throws IOException {
    this.settings = settings;
    this.timeLimit = timeLimit;
    this.clock = clock;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeLimit);
    if (settings.issuers().isPresent()) {
      builder.sslContext(TrustedIssuers.of(settings.issuers().get()));
    }
    this.client = builder.build();
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void send(Message message) throws UndeliveredException, InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request(message), HttpResponse.BodyHandlers.discarding());
    try {
      judge(answer.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException late) {
      throw UndeliveredException.forNow("no answer within " + timeLimit.toMillis() + " ms");
    } catch (ExecutionException failure) {
      throw UndeliveredException.forNow(reason(failure));
    } finally {
      boolean unused = answer.cancel(true); // Of one that is complete this does nothing.
    }
  }

  private HttpRequest request(Message message) throws UndeliveredException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address())
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "ThreatLockDown")
            .POST(HttpRequest.BodyPublishers.ofString(body(message), StandardCharsets.UTF_8));
    Optional<Path> tokenFile = settings.tokenFile();
    if (tokenFile.isPresent()) {
      String token = secret(tokenFile.get());
      if (!TOKEN.matcher(token).matches()) {
        throw UndeliveredException.forNow(tokenFile.get() + " holds no token");
      }
      request.header("Authorization", "Bearer " + token);
    }
    return request.build();
  }

  private URI address() throws UndeliveredException {
    if (settings.url().isPresent()) {
      return settings.url().get();
    }
    Path file = settings.urlFile().orElseThrow();
    return WebhookUrl.parse(secret(file))
        .orElseThrow(
            () -> UndeliveredException.forNow(file + " holds no URL: " + WebhookUrl.ALLOWED));
  }

  private static String secret(Path file) throws UndeliveredException {
    try {
      return SecretFile.firstLine(file).strip();
    } catch (IOException unusable) {
      throw UndeliveredException.forNow(String.valueOf(unusable.getMessage()));
    }
  }

  private String body(Message message) {
    return settings.format() == Format.SLACK ? slack(message) : message.json();
  }

  /** Slack reads three characters as markup, among it what calls everybody. */
  private static String slack(Message message) {
    String text = String.join("\n", message.subject(), String.join("\n", message.lines())).strip();
    String cut = text.substring(0, Math.min(text.length(), SLACK_CHARS_MAX));
    String escaped = cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "{\"text\":\""
        + new String(JsonStringEncoder.getInstance().quoteAsString(escaped))
        + "\"}";
  }

  private void judge(HttpResponse<Void> answer) throws UndeliveredException {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return;
    }
    String why = "answered with status " + status;
    if (status == 408 || status == 425 || status == 429 || status / 100 == 5) {
      throw UndeliveredException.until(
          why, answer.headers().firstValue("Retry-After").flatMap(this::retryAfter));
    }
    throw UndeliveredException.forGood(why);
  }

  /** Returns how long to wait: seconds, or the time of a date. */
  private Optional<Duration> retryAfter(String text) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
      return Optional.of(Duration.between(clock.instant(), then));
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }

  private static String reason(ExecutionException executed) {
    Throwable failure = executed.getCause() == null ? executed : executed.getCause();
    String message = failure.getMessage();
    String name = failure.getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }
}
