package io.threatlockdown.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.http.Token;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Talks to the running service over its HTTP API. What goes wrong is a {@link CommandException}
 * that says what to do. Follows no redirects: they would carry the token elsewhere.
 */
final class ServiceClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int ANSWER_BYTES_MAX = 32 * 1024 * 1024;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI base;
  private final Supplier<Token> token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  ServiceClient(URI base, Supplier<Token> token) {
    this.base = base;
    this.token = token;
  }

  /** Returns what the readiness probe says, ready or not. Needs no token. */
  JsonNode health() {
    Answer answer = send(HttpRequest.newBuilder(uri("/health/ready", Map.of())).GET());
    if (!answer.body().path("parts").isArray()) {
      throw notOurs();
    }
    return answer.body();
  }

  /** Returns what there is under a path. */
  JsonNode get(String path, Map<String, String> query) {
    return find(path, query)
        .orElseThrow(() -> new CommandException(ExitCode.NOT_FOUND, "there is no " + path));
  }

  /** Returns what there is under a path, or empty if there is nothing. */
  Optional<JsonNode> find(String path, Map<String, String> query) {
    return authorized(HttpRequest.newBuilder(uri(path, query)).GET());
  }

  /** Deletes what there is under a path and returns how it ended, or empty if there is nothing. */
  Optional<JsonNode> delete(String path, Map<String, String> query) {
    return authorized(HttpRequest.newBuilder(uri(path, query)).DELETE());
  }

  /**
   * Does what a path stands for and returns what came of it, or empty if there is nothing to do.
   */
  Optional<JsonNode> post(String path, Map<String, String> query) {
    return authorized(
        HttpRequest.newBuilder(uri(path, query)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private Optional<JsonNode> authorized(HttpRequest.Builder request) {
    Answer answer = send(request.header("Authorization", "Bearer " + token.get().text()));
    String detail = answer.body().path("detail").asText("status " + answer.status());
    return switch (answer.status()) {
      case 200 -> Optional.of(answer.body());
      case 404 -> Optional.empty();
      case 400 -> throw new CommandException(ExitCode.USAGE, detail);
      case 401 ->
          throw new CommandException(
              ExitCode.FAILED, "the service at " + base + " does not know this token");
      default -> throw new CommandException(ExitCode.FAILED, "the service says: " + detail);
    };
  }

  private record Answer(int status, JsonNode body) {}

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<InputStream> response =
          http.send(
              request.timeout(ANSWER_TIMEOUT).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return new Answer(response.statusCode(), parse(body.readNBytes(ANSWER_BYTES_MAX)));
      }
    } catch (ConnectException e) {
      throw new CommandException(
          ExitCode.FAILED, "no service answers at " + base + ": is it running, as tld run?");
    } catch (HttpTimeoutException e) {
      throw new CommandException(
          ExitCode.FAILED, "the service at " + base + " did not answer in time");
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "the connection to " + base + " failed: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted");
    }
  }

  private JsonNode parse(byte[] body) {
    try {
      JsonNode json = MAPPER.readTree(body);
      if (json.isObject()) {
        return json;
      }
    } catch (IOException notJson) {
      throw notOurs();
    }
    throw notOurs();
  }

  private CommandException notOurs() {
    return new CommandException(
        ExitCode.FAILED, "what answers at " + base + " is not ThreatLockDown");
  }

  private URI uri(String path, Map<String, String> query) {
    String parameters =
        query.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .sorted()
            .collect(Collectors.joining("&"));
    return base.resolve(parameters.isEmpty() ? path : path + "?" + parameters);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
