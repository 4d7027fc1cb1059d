package io.threatlockdown.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Talks to a server on a loopback port, with a client and with bare sockets. */
class HttpServerTest {
  private static final Token TOKEN = Token.random();
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final ActorTestKit kit = ActorTestKit.create();
  private final StandIn service = new StandIn();
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void start() throws Exception {
    HttpSettings settings =
        new HttpSettings(
            "127.0.0.1",
            0,
            TOKEN,
            ReportingHost.local("gate"),
            new StandIn().enforcement,
            file -> {});
    HttpServer server =
        HttpServer.start(
                kit.system(),
                settings,
                kit.spawn(service.ingest()),
                kit.spawn(service.responder()),
                new Health())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    port = server.address().getPort();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void events_stream_isAnalysedWhileItGoesOn() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          head(
              "POST /v1/events",
              "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"));
      out.write("a\r\nfirst\nseco\r\n".getBytes(UTF_8));
      awaitLines(1);
      out.write("3\r\nnd\n\r\n".getBytes(UTF_8));
      awaitLines(2);
      out.write("4\r\nlast\r\n0\r\n\r\n".getBytes(UTF_8));

      assertThat(readAll(socket)).startsWith("HTTP/1.1 200 ").contains("\"accepted\":3");
    }
  }

  @Test
  void events_hundredThousandLines_areAllAnsweredFor() throws Exception {
    byte[] lines =
        "{\"log\":\"Mar 1 12:00:00 gate sshd[1]: attack\"}\n".repeat(100_000).getBytes(UTF_8);

    JsonNode answer = json(post("application/x-ndjson", lines));

    assertThat(answer.path("accepted").asInt()).isEqualTo(100_000);
    assertThat(answer.path("alerts").asInt()).isEqualTo(100_000);
    assertThat(service.submissions).allMatch(size -> size <= EventBatch.LINES_MAX);
  }

  @Test
  void events_hugeLine_isRejectedAndTheRestTaken() throws Exception {
    String huge = "x".repeat(20 * 1024 * 1024);

    JsonNode answer = json(post("text/plain", ("one\n" + huge + "\ntwo\n").getBytes(UTF_8)));

    assertThat(answer.path("accepted").asInt()).isEqualTo(2);
    assertThat(answer.path("rejected").asInt()).isEqualTo(1);
    assertThat(answer.path("errors").path(0).path("line").asInt()).isEqualTo(2);
  }

  @Test
  void events_randomBytes_areAnswered() throws Exception {
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);

    JsonNode plain = json(post("text/plain", bytes));
    JsonNode ndjson = json(post("application/x-ndjson", bytes));
    HttpResponse<String> document = post("application/json", bytes);

    assertThat(plain.path("accepted").asInt()).isGreaterThan(500);
    assertThat(ndjson.path("accepted").asInt()).isZero();
    assertThat(ndjson.path("rejected").asInt()).isGreaterThan(500);
    assertThat(ndjson.path("errors")).hasSize(EventBatch.ERRORS_MAX);
    assertThat(document.statusCode()).isEqualTo(400);
  }

  @Test
  void events_cutShort_takesWholeLinesOnly() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(head("POST /v1/events", "Content-Type: text/plain\r\nContent-Length: 1000\r\n"));
      out.write("whole\nhalf".getBytes(UTF_8));
      out.flush();
      awaitLines(1);
    }

    assertThat(json(post("text/plain", "after\n".getBytes(UTF_8))).path("accepted").asInt())
        .isEqualTo(1);
    assertThat(service.lines).extracting(LogLine::text).containsExactly("whole", "after");
  }

  @Test
  void events_documentOverTheLimit_isTooLarge() throws Exception {
    byte[] large = ("[" + " ".repeat(Json.DOCUMENT_BYTES_MAX) + "]").getBytes(UTF_8);

    HttpResponse<String> answer = post("application/json", large);

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(json(answer).path("type").asText())
        .isEqualTo("urn:threatlockdown:problem:too-large");
  }

  @Test
  void events_documentFarOverTheLimit_isNotReadToItsEnd() throws Exception {
    int size = Json.DOCUMENT_BYTES_MAX + Body.DISCARDED_BYTES_MAX + (32 << 20);
    byte[] chunk = " ".repeat(1 << 20).getBytes(UTF_8);
    int sent = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          head(
              "POST /v1/events",
              "Content-Type: application/json\r\nContent-Length: " + size + "\r\n"));
      while (sent < size) {
        out.write(chunk);
        sent += chunk.length;
      }
    } catch (IOException closed) {
      // As it should be.
    }
    assertThat(sent).isLessThan(size);
    assertThat(json(post("text/plain", "after\n".getBytes(UTF_8))).path("accepted").asInt())
        .isEqualTo(1);
  }

  @Test
  void any_headCutShort_hurtsNobody() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("POST /v1/events HTTP/1.1\r\nHo".getBytes(UTF_8));
      }
    }

    assertThat(json(post("text/plain", "line\n".getBytes(UTF_8))).path("accepted").asInt())
        .isEqualTo(1);
  }

  @Test
  void any_notHttp_isAProblemWithoutAnEcho() throws Exception {
    String answer = raw("\u0016\u0003\u0001<script>\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("application/problem+json", "urn:threatlockdown:problem:bad-request")
        .doesNotContain("script");
  }

  @Test
  void any_malformedQuery_isAProblem() throws Exception {
    String answer =
        raw("GET /v1/blocks?limit=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
  }

  @Test
  void any_headersTooLong_isAProblem() throws Exception {
    String answer = raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(100_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
  }

  @Test
  void any_answer_namesNoServer() throws Exception {
    String answer = raw("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("server:");
  }

  @Test
  void events_withoutToken_isUnauthorizedBeforeTheBodyIsRead() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/events"))
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("line\n"))
            .build();

    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(service.lines).isEmpty();
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return readAll(socket);
    }
  }

  private static String readAll(Socket socket) throws IOException {
    socket.setSoTimeout((int) TEN_SECONDS.toMillis());
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  private static byte[] head(String line, String headers) {
    return (line
            + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + TOKEN.text()
            + "\r\n"
            + headers
            + "\r\n")
        .getBytes(UTF_8);
  }

  private HttpResponse<String> post(String type, byte[] body) throws Exception {
    return client.send(
        request("/v1/events", type).POST(BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String type) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + TOKEN.text())
        .header("Content-Type", type);
  }

  private void awaitLines(int count) {
    TestProbe<Object> probe = kit.createTestProbe();
    int found =
        probe.awaitAssert(
            TEN_SECONDS,
            () -> {
              assertThat(service.lineCount()).isGreaterThanOrEqualTo(count);
              return service.lineCount();
            });
    assertThat(found).isGreaterThanOrEqualTo(count);
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }
}
