package io.threatlockdown.ops.notify;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A server on the loopback that notes what is posted to it, and answers as it was told. */
public final class HookServer implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  /** What came. */
  public record Posted(String method, Headers headers, String body) {}

  /** How to answer the next one. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /** Starts one, with TLS or without. */
  public HookServer(Optional<SSLContext> tls) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls.isPresent()) {
      HttpsServer secure = HttpsServer.create(any, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
      server = secure;
    } else {
      server = HttpServer.create(any, 0);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Returns an address at which it is. */
  public URI url(String scheme, String path) {
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort() + path);
  }

  /** Answers the next one with a status, and the ones after it as told after. */
  public void answer(int status, String... headers) {
    answers.add(
        exchange -> {
          for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
          }
          exchange.sendResponseHeaders(status, -1);
        });
  }

  /** Begins the next answer, and never ends it. */
  void hang(boolean afterTheHead) {
    answers.add(
        exchange -> {
          if (afterTheHead) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
          }
          closing.await();
        });
  }

  /** Waits for what comes next, and returns it. */
  public Posted next() throws InterruptedException {
    Posted next = posted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was posted");
    }
    return next;
  }

  boolean isQuiet() {
    return posted.isEmpty();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Answer answer = answers.poll();
      posted.add(new Posted(exchange.getRequestMethod(), exchange.getRequestHeaders(), body));
      if (answer == null) {
        exchange.sendResponseHeaders(204, -1);
      } else {
        answer.to(exchange);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
