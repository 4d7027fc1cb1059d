package io.threatlockdown.ops.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** The service in a child process in a namespace, and a client of its HTTP API. */
public final class TldProcess implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final long STOP_LIMIT_SECONDS = 20;
  private static final int ANSWER_LIMIT_MS = 5_000;
  private static final int OUTPUT_LINES_SHOWN = 15;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NetworkNamespace namespace;
  private final Launch launch;
  private final Process process;
  private final Path output;

  private TldProcess(NetworkNamespace namespace, Launch launch, Process process, Path output) {
    this.namespace = namespace;
    this.launch = launch;
    this.process = process;
    this.output = output;
  }

  static TldProcess start(NetworkNamespace namespace, Launch launch) {
    Path output = launch.data().resolveSibling(launch.data().getFileName() + ".out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    command.add("-Xmx256m");
    command.addAll(launch.jvmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), launch.mainClass()));
    command.addAll(List.of("run", "--ossec-conf", launch.ossecConf().toString()));
    command.addAll(List.of("--data", launch.data().toString()));
    command.addAll(List.of("--listen", "127.0.0.1:" + launch.port()));
    command.addAll(launch.arguments());
    try {
      Files.createDirectories(launch.data());
      Process process =
          new ProcessBuilder(namespace.inside(command))
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start();
      return new TldProcess(namespace, launch, process, output);
    } catch (IOException failed) {
      throw new DemoException("the service does not start: " + failed.getMessage());
    }
  }

  /** Waits until the service says that it is ready; fails with its last words if it does not. */
  public void awaitReady() {
    boolean ready =
        Waiting.until(
                READY_LIMIT,
                Duration.ofMillis(20),
                () ->
                    get("/health/ready").isPresent()
                        ? Optional.of(true)
                        : process.isAlive() ? Optional.empty() : Optional.of(false))
            .orElse(false);
    if (!ready) {
      throw new DemoException("the service is not ready. Its last words:\n" + lastWords());
    }
  }

  /** Returns the body that answers a GET with the token; empty unless the status is 200. */
  public Optional<JsonNode> get(String path) {
    return request("GET", path);
  }

  /** Lifts a block; empty if the service refused, or died while it was at it. */
  public Optional<JsonNode> release(String id, String reason) {
    String query = URLEncoder.encode(reason, StandardCharsets.UTF_8);
    return request("DELETE", "/v1/blocks/" + id + "?reason=" + query);
  }

  /** Confirms the configuration; empty if nothing waits for that. */
  public Optional<JsonNode> confirm() {
    return request("POST", "/v1/confirm");
  }

  /** Has lines analysed, such as an auth.log has; empty unless all are within the time. */
  public Optional<JsonNode> analyse(String lines, Duration within) {
    byte[] body = lines.getBytes(StandardCharsets.ISO_8859_1);
    return request("POST", "/v1/events?location=auth.log", body, (int) within.toMillis());
  }

  private Optional<JsonNode> request(String method, String path) {
    return request(method, path, new byte[0], ANSWER_LIMIT_MS);
  }

  private Optional<JsonNode> request(String method, String path, byte[] body, int withinMs) {
    return namespace.call(
        () -> {
          try {
            URL url = new URL("http", "127.0.0.1", launch.port(), path);
            HttpURLConnection connection = (HttpURLConnection) url.openConnection();
            connection.setRequestMethod(method);
            // A kept connection would be taken for another namespace: its address is the same.
            connection.setRequestProperty("Connection", "close");
            connection.setConnectTimeout(ANSWER_LIMIT_MS);
            connection.setReadTimeout(withinMs);
            Path token = launch.data().resolve("token");
            if (Files.exists(token)) {
              String text = Files.readString(token, StandardCharsets.US_ASCII).strip();
              connection.setRequestProperty("Authorization", "Bearer " + text);
            }
            if (body.length > 0) {
              connection.setRequestProperty("Content-Type", "text/plain");
              connection.setDoOutput(true);
              connection.getOutputStream().write(body);
            }
            return connection.getResponseCode() == 200
                ? Optional.of(JSON.readTree(connection.getInputStream()))
                : Optional.empty();
          } catch (IOException notThere) {
            return Optional.empty();
          }
        });
  }

  /** Returns the blocks in force, at most a thousand; none if the service does not answer. */
  public List<SeenBlock> blocks() {
    return blocksAt("/v1/blocks?limit=1000");
  }

  /** Returns the blocks in force in that prefix, as {@link #blocks()} does. */
  public List<SeenBlock> blocks(String prefix) {
    return blocksAt("/v1/blocks?limit=1000&source=" + prefix);
  }

  private List<SeenBlock> blocksAt(String path) {
    return get(path).stream()
        .flatMap(body -> StreamSupport.stream(body.path("blocks").spliterator(), false))
        .map(SeenBlock::of)
        .toList();
  }

  /** Waits for a block that holds this address and is in that state, such as {@code enforced}. */
  public Optional<SeenBlock> awaitBlock(String address, String state, Duration limit) {
    return Waiting.until(
        limit,
        Duration.ofMillis(2),
        () ->
            blocks().stream()
                .filter(block -> block.holds(address) && block.state().equals(state))
                .findFirst());
  }

  /** Kills it as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks it to stop, as systemd does, and waits until it has. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Waits until it ended by itself; false if it still runs after the limit. */
  public boolean awaitExit(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns the end of what it wrote on its outputs, this run and those before. */
  public String lastWords() {
    try {
      List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - OUTPUT_LINES_SHOWN), lines.size()));
    } catch (IOException unreadable) {
      return output + ": " + unreadable.getMessage();
    }
  }

  @Override
  public void close() {
    kill();
  }

  private void awaitEnd() {
    if (!awaitExit(Duration.ofSeconds(STOP_LIMIT_SECONDS))) {
      process.destroyForcibly();
      throw new DemoException(
          "the service did not end within "
              + STOP_LIMIT_SECONDS
              + " s. Its last words:\n"
              + lastWords());
    }
  }
}
