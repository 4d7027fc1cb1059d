package io.threatlockdown.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.ops.RealKernel;
import io.threatlockdown.ops.demo.Launch;
import io.threatlockdown.ops.demo.SeenBlock;
import io.threatlockdown.ops.demo.Testbed;
import io.threatlockdown.ops.demo.TldProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A testbed with a configuration, and what the tests ask of it again and again. */
final class World implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(20);

  /** How far the kernel's remaining time may be from the journal's end when it is read. */
  private static final long TOLERANCE_MS = 1_000;

  private final Testbed testbed;
  private final Launch service;

  private World(Testbed testbed, Launch service) {
    this.testbed = testbed;
    this.service = service;
  }

  /** Builds it, or skips the test with the reason. */
  static World open(Path directory, long timeoutSeconds) {
    RealKernel.require();
    Testbed testbed = Testbed.open(directory, "tlde2e" + ProcessHandle.current().pid());
    Path conf = directory.resolve("ossec.conf");
    try {
      Files.writeString(testbed.log(), "");
      Files.writeString(conf, Launch.ossecConf(testbed.log(), timeoutSeconds));
    } catch (IOException failed) {
      testbed.close();
      throw new UncheckedIOException(failed);
    }
    return new World(testbed, Launch.service(conf, directory.resolve("data")));
  }

  Testbed testbed() {
    return testbed;
  }

  /** Starts the service and waits until it is ready. */
  TldProcess start() {
    return ready(service);
  }

  /** Starts the service; it is not ready when this returns. */
  TldProcess begin() {
    return testbed.start(service);
  }

  /** Starts it with more arguments, and waits until it is ready. */
  TldProcess start(String... arguments) {
    return ready(service.with(arguments));
  }

  /** Starts a service that will die there. */
  TldProcess startToDie(CrashPoint point) {
    return ready(
        new Launch(
            CrashingTld.class.getName(),
            List.of("-D" + CrashingTld.PROPERTY + "=" + point),
            service.ossecConf(),
            service.data(),
            service.port(),
            List.of()));
  }

  private TldProcess ready(Launch launch) {
    TldProcess started = testbed.start(launch);
    started.awaitReady();
    return started;
  }

  /** Waits for the only block there is to be enforced, and checks that the kernel agrees. */
  SeenBlock enforced(TldProcess running, String source) {
    Optional<SeenBlock> block = running.awaitBlock(source, "enforced", SOON);
    assertThat(block).as("block of %s; service:%n%s", source, running.lastWords()).isPresent();
    assertThat(running.blocks()).hasSize(1);
    assertKernelAgrees(block.orElseThrow());
    return block.orElseThrow();
  }

  /** The kernel ends the drop when the journal says. */
  void assertKernelAgrees(SeenBlock block) {
    String base = block.source().replaceFirst("/.*", "");
    Duration left = Duration.between(Instant.now(), block.expiresAt().orElseThrow());

    assertThat(testbed.drops())
        .hasEntrySatisfying(
            base,
            inKernel ->
                assertThat(inKernel.toMillis() - left.toMillis())
                    .isBetween(-TOLERANCE_MS, TOLERANCE_MS));
  }

  /** Waits until it holds; the process is shown if it never does. */
  void await(String what, Duration limit, BooleanSupplier holds) {
    Instant end = Instant.now().plus(limit);
    while (!holds.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(end);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    testbed.close();
  }
}
