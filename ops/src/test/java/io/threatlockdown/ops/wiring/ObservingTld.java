package io.threatlockdown.ops.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.ops.config.Flags;
import io.threatlockdown.ops.ruleset.RulesetChoice;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** The whole service in this process, observing, on a log file of its own. */
final class ObservingTld implements AutoCloseable {
  static final String ANY_PORT = "127.0.0.1:0";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Path directory;
  private final ThreatLockDown running;

  private ObservingTld(Path directory, ThreatLockDown running) {
    this.directory = directory;
    this.running = running;
  }

  /** Starts it on the directory's log and data, and waits until it reads. */
  static ObservingTld start(Path directory, Path... rulesets) throws Exception {
    return start(directory, Wrapping.NONE, flags(directory, "firewall-drop", ANY_PORT, rulesets));
  }

  /** The same with other flags, and something between it and its journal. */
  static ObservingTld start(Path directory, Wrapping wrapping, Flags flags) throws Exception {
    if (Files.notExists(log(directory))) {
      Files.createFile(log(directory));
    }
    ThreatLockDown running = ThreatLockDown.start(Configuration.load(flags), wrapping);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!running.health().ready()) {
      giveUpAt(end, running.health().parts().toString());
    }
    return new ObservingTld(directory, running);
  }

  static Flags flags(Path directory, String program, String listen, Path... rulesets)
      throws IOException {
    Path conf = directory.resolve("ossec.conf");
    Files.writeString(
        conf,
        """
        <ossec_config>
          <command><name>%1$s</name><executable>%1$s</executable>
            <timeout_allowed>yes</timeout_allowed></command>
          <active-response><command>%1$s</command><location>local</location>
            <rules_id>5710</rules_id><timeout>100</timeout></active-response>
          <localfile><log_format>syslog</log_format><location>%2$s</location></localfile>
        </ossec_config>
        """
            .formatted(program, log(directory)));
    return new Flags(
        Optional.of(Path.of("/dev/null")),
        Optional.of(conf),
        RulesetChoice.of(List.of(rulesets)),
        Optional.of(directory.resolve("data")),
        Optional.empty(),
        Optional.of(listen),
        true,
        false,
        false,
        Optional.empty());
  }

  static Flags withConf(Flags flags, Path conf) {
    return new Flags(
        Optional.of(conf),
        flags.ossecConf(),
        flags.ruleset(),
        flags.data(),
        flags.programs(),
        flags.listen(),
        flags.observe(),
        flags.releaseOnStop(),
        flags.stdin(),
        Optional.empty());
  }

  static String invalidUser(String source) {
    return "Nov 24 12:00:00 web sshd[1]: Invalid user ghost from " + source + " port 4711\n";
  }

  static Path log(Path directory) {
    return directory.resolve("auth.log");
  }

  void write(String line) throws IOException {
    write(line.getBytes(StandardCharsets.UTF_8));
  }

  void write(byte[] bytes) throws IOException {
    Files.write(log(directory), bytes, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
  }

  /** Posts a body to /v1/events and returns the answer's status and JSON. */
  HttpResponse<String> post(String mediaType, byte[] body) throws Exception {
    return send(
        request("/v1/events")
            .header("Content-Type", mediaType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Returns the blocks in force, once there are so many. */
  List<JsonNode> awaitBlocks(int count) throws Exception {
    return awaitBlocks(blocks -> blocks.size() >= count);
  }

  /** Returns the blocks in force, once one of the source is there. */
  List<JsonNode> awaitBlock(String source) throws Exception {
    return awaitBlocks(
        blocks -> blocks.stream().anyMatch(each -> each.path("source").asText().equals(source)));
  }

  private List<JsonNode> awaitBlocks(Predicate<List<JsonNode>> enough) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      HttpResponse<String> answer = send(request("/v1/blocks?limit=1000"));
      List<JsonNode> blocks = new ArrayList<>();
      json.readTree(answer.body()).path("blocks").forEach(blocks::add);
      if (enough.test(blocks)) {
        return blocks;
      }
      giveUpAt(end, answer.body());
    }
  }

  /** Waits until it has written down that it has read so many bytes of the log. */
  void awaitPosition(long offset) throws IOException {
    Path positions = directory.resolve("data/positions");
    String name = String.valueOf(log(directory).getFileName());
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (Files.notExists(positions)
        || Files.readAllLines(positions).stream()
            .filter(line -> line.startsWith("file ") && line.endsWith(name))
            .noneMatch(line -> line.split(" ", -1)[3].equals(Long.toString(offset)))) {
      giveUpAt(end, "the position " + offset + " is not in " + positions);
    }
  }

  ThreatLockDown running() {
    return running;
  }

  @Override
  public void close() {
    running.close();
  }

  /** Begins a request without a token. */
  HttpRequest.Builder stranger(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + running.address().getPort() + path));
  }

  HttpRequest.Builder request(String path) throws IOException {
    String token = Files.readString(directory.resolve("data/token")).strip();
    return stranger(path).header("Authorization", "Bearer " + token);
  }

  private static void giveUpAt(long end, String state) {
    if (System.nanoTime() > end) {
      throw new AssertionError("not within " + PATIENCE + ": " + state);
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
  }
}
