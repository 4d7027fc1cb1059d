package io.threatlockdown.ops.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.Actions.Begun;
import io.threatlockdown.core.response.Actions.KeyCheck;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** An installation with response programs, whose clock the test can put forward. */
final class ProgramBed implements AutoCloseable {
  static final String ALERT =
      "{\"id\":\"1714564800.12345\",\"rule\":{\"id\":\"5710\"},\"agent\":{\"id\":\"000\"},"
          + "\"data\":{\"srcip\":\"203.0.113.7\",\"dstuser\":\"ann\"},\"location\":\"journald\"}";

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration ENOUGH = Duration.ofSeconds(60);
  private static final Path SOURCES = Path.of("src", "test", "programs");

  final Path home;
  final Path directory;
  final Programs programs;

  /** The keys that programs told, in order. */
  final List<List<String>> asked = Collections.synchronizedList(new ArrayList<>());

  private final AtomicLong putForward = new AtomicLong();

  ProgramBed(Path home) {
    this(home, ProgramLimits.DEFAULT);
  }

  ProgramBed(Path home, ProgramLimits limits) {
    this.home = real(home);
    this.directory = this.home.resolve("active-response/bin");
    this.programs = new Programs(directory, limits, () -> System.nanoTime() + putForward.get());
    try {
      Files.createDirectories(directory);
      Files.createDirectory(this.home.resolve("logs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Installs a program of the source directory under another name. */
  void install(String source, String name) throws IOException {
    script(name, Files.readString(SOURCES.resolve(source)));
  }

  /** Installs a program. */
  void script(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
  }

  /** Installs {@code program.c}, which does what it is called. */
  void compiled(String name) throws Exception {
    Process compiler =
        new ProcessBuilder(
                "cc",
                "-Wall",
                "-Werror",
                "-o",
                directory.resolve(name).toString(),
                SOURCES.resolve("program.c").toString())
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).as("cc; ops/bin/verify installs it").isZero();
  }

  static BlockOrder order(Means means, String program, String alert, String... extraArgs) {
    return new BlockOrder(
        new BlockKey("000", program, List.of()),
        Optional.empty(),
        program + 100,
        "local",
        5710,
        "test",
        alert,
        1,
        NOON,
        NOON,
        Optional.of(Duration.ofSeconds(100)),
        Optional.of(new Action(means, List.of(extraArgs))));
  }

  static BlockOrder order(String program) {
    return order(Means.PROGRAM, program, ALERT);
  }

  /** Lets go on whoever asks, and remembers his keys. */
  KeyCheck leave(boolean mayGoOn) {
    return keys -> {
      asked.add(keys);
      return CompletableFuture.completedFuture(mayGoOn);
    };
  }

  CompletableFuture<Begun> add(BlockOrder order) {
    return programs.add(order, leave(true)).toCompletableFuture();
  }

  Begun added(String program) throws Exception {
    return result(add(order(program)));
  }

  static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(ENOUGH.toSeconds(), TimeUnit.SECONDS);
  }

  /** Returns why it failed. */
  static Throwable failure(CompletionStage<?> stage) throws Exception {
    try {
      Object done = result(stage);
      throw new AssertionError("did not fail: " + done);
    } catch (ExecutionException failed) {
      return Optional.ofNullable(failed.getCause()).orElse(failed);
    }
  }

  /** Makes the clock by which programs are killed go forward. */
  void passes(Duration time) {
    putForward.addAndGet(time.toNanos());
  }

  String text(String file) throws IOException {
    return Files.readString(home.resolve(file), UTF_8);
  }

  List<String> lines(String file) throws IOException {
    return Files.readAllLines(home.resolve(file), UTF_8);
  }

  /** Waits until a program has made the file. */
  void awaitFile(String name) {
    await(() -> Files.exists(home.resolve(name)));
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + ENOUGH.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("comes about in time").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  /** Returns the processes that run in this installation; whoever ended is none. */
  List<Long> processes() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.map(ProcessHandle::pid).filter(this::runsHere).toList();
    }
  }

  private boolean runsHere(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).startsWith(home);
    } catch (IOException ended) {
      return false;
    }
  }

  /** Stops, and checks that nothing that was started is left. */
  @Override
  public void close() {
    programs.close();
    await(() -> processes().isEmpty());
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
