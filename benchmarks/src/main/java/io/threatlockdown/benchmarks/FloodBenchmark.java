package io.threatlockdown.benchmarks;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.ops.wiring.StartException;
import io.threatlockdown.ops.wiring.ThreatLockDown;
import io.threatlockdown.ops.wiring.Wrapping;
import io.threatlockdown.persistence.JournalException;
import io.threatlockdown.persistence.StoppedJournal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * As many sources as wanted, all at once, each with a line that deserves a block: from the first
 * line until the kernel said of the last drop that it is there. The whole service in this process,
 * started five seconds before the flood, with the journal on disk and nftables; then the record and
 * the kernel's set are compared with the list. Run as root, in a network namespace of its own.
 *
 * <p>Arguments: {@code file} or {@code http}, and how many sources, at most 131,072.
 */
public final class FloodBenchmark {
  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
  private static final int BLOCK_SECONDS = 36_000;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Pattern SOURCE = Pattern.compile("198\\.1[89]\\.\\d+\\.\\d+");
  private final ServiceDirectory directory;
  private final PrintStream out;
  private final Set<AddressPrefix> dropped = ConcurrentHashMap.newKeySet();
  private final AtomicLong calls = new AtomicLong();

  private FloodBenchmark(ServiceDirectory directory, PrintStream out) {
    this.directory = directory;
    this.out = out;
  }

  /** Runs it and prints what it measured. */
  public static void main(String... args) throws Exception {
    try (PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      new FloodBenchmark(
              new ServiceDirectory(Files.createTempDirectory("tld-flood-benchmark")), out)
          .run(args[0].equals("http"), Integer.parseInt(args[1]));
    }
  }

  private void run(boolean http, int sources)
      throws IOException, InterruptedException, StartException, JournalException {
    String lines =
        IntStream.range(0, sources)
            .mapToObj(source -> SshLines.invalidUser(source) + "\n")
            .collect(Collectors.joining());
    try (ThreatLockDown service =
        ThreatLockDown.start(directory.configuration(BLOCK_SECONDS), counted())) {
      while (!service.health().ready()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
      long cpuBefore = cpuNanos();
      long start = System.nanoTime();
      if (http) {
        post(service, lines);
        say("answered after %.1f s", (System.nanoTime() - start) / 1e9);
      } else {
        Files.writeString(directory.log(), lines, StandardOpenOption.APPEND);
      }
      await(sources, start);
      say(
          "%d sources by %s: all in the kernel and read back after %.1f s, CPU %.1f s, %d calls",
          sources,
          http ? "HTTP" : "file",
          (System.nanoTime() - start) / 1e9,
          (cpuNanos() - cpuBefore) / 1e9,
          calls.get());
      say("peak: %s", peak());
      compare(lines);
    }
    record();
  }

  private void await(int sources, long start) {
    while (dropped.size() < sources) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new IllegalStateException(dropped.size() + " of " + sources + " after " + LIMIT);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void post(ThreatLockDown service, String lines) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:"
                        + service.address().getPort()
                        + "/v1/events?location=auth.log"))
            .header("Content-Type", "text/plain")
            .header(
                "Authorization",
                "Bearer "
                    + Files.readString(
                        directory.data().resolve("token"), StandardCharsets.US_ASCII))
            .POST(HttpRequest.BodyPublishers.ofString(lines))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    say("answer %d: %s", answer.statusCode(), answer.body());
  }

  /** The kernel holds exactly the sources of the lines. */
  private void compare(String lines) throws IOException {
    Set<String> wanted = sources(lines);
    Process nft =
        new ProcessBuilder("nft", "list", "table", "inet", "threatlockdown")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Set<String> held =
        sources(new String(nft.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    say(
        "in the kernel's set: %d, the same as in the lines: %s",
        held.size(), held.equals(wanted) ? "yes" : "no");
  }

  private static Set<String> sources(String text) {
    Set<String> sources = new HashSet<>();
    SOURCE.matcher(text).results().forEach(result -> sources.add(result.group()));
    return sources;
  }

  /** What the journal of the stopped service holds. */
  private void record() throws JournalException {
    long[] counts = new long[2];
    try (StoppedJournal file = StoppedJournal.open(directory.data(), Optional.empty())) {
      file.export(
          entry -> {
            counts[0] += entry.json().contains("\"fact\":\"ordered\"") ? 1 : 0;
            counts[1] += entry.json().contains("\"fact\":\"applied\"") ? 1 : 0;
          });
      say(
          "in the journal: %d ordered, %d enforced, %d in force, %d MB",
          counts[0], counts[1], file.check().inForce(), file.bytes() >> 20);
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Returns the most memory that the process had so far, as the kernel tells it. */
  private static String peak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("unknown");
  }

  private void say(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }

  /** Notes which drops the kernel was read to hold. */
  private Wrapping counted() {
    return new Wrapping() {
      @Override
      public Firewall firewall(Firewall real) {
        return new WatchedFirewall(
            real,
            () -> {
              calls.incrementAndGet();
              return drops -> drops.forEach(drop -> dropped.add(drop.target()));
            });
      }
    };
  }
}
