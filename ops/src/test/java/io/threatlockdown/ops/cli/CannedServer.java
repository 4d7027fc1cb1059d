package io.threatlockdown.ops.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service on a loopback port that answers what it was told to, and 404 to the rest. */
final class CannedServer {
  static final String TOKEN = "0123456789abcdef";

  final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final HttpServer server;

  private record Answer(int status, String body) {}

  CannedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers a request like {@code GET /v1/blocks?limit=1} from now on. */
  void when(String request, int status, String body) {
    answers.put(request, new Answer(status, body));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add(request);
    boolean probe = exchange.getRequestURI().getPath().startsWith("/health");
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    Answer answer =
        probe || ("Bearer " + TOKEN).equals(shown)
            ? answers.getOrDefault(request, new Answer(404, "{\"detail\":\"no such thing\"}"))
            : new Answer(401, "{\"detail\":\"token\"}");
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
