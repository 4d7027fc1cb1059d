package io.threatlockdown.ops.demo;

import io.threatlockdown.ops.demo.SeenLines.Seen;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The story of one block: an attacker tries a user that does not exist, is dropped, stays dropped
 * when the service is killed and started again, and is free at the due time. Everything is real:
 * sshd, its log line, the kernel, {@code kill -9}.
 */
public final class Demo {
  private static final int RULE = 5710;
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration RESTART_MARGIN = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** How late a block may end: 1 s by promise, and the time of a look. */
  private static final Duration LATE_MAX = Duration.ofMillis(1_500);

  /** What the kernel's clock and the reading of it may differ. */
  private static final Duration LEFT_TOLERANCE = Duration.ofMillis(500);

  private final Timeline timeline;
  private final Duration blockDuration;
  private final String attacker;
  private final Clock clock = Clock.systemUTC();

  private Demo(PrintWriter out, Duration blockDuration, String attacker) {
    this.timeline = new Timeline(out);
    this.blockDuration = blockDuration;
    this.attacker = attacker;
  }

  /**
   * Tells the story on {@code out}; takes the block's duration and a few seconds. What it makes is
   * removed in any event, also when the process is told to end.
   *
   * @param blockDuration whole seconds; long enough to restart the service in it
   * @param attacker {@link Testbed#ATTACKER_IPV4} or {@link Testbed#ATTACKER_IPV6}
   * @throws DemoException at the first step that does not work
   */
  public static void run(PrintWriter out, Duration blockDuration, String attacker) {
    Optional<String> obstacle = Testbed.obstacle();
    if (obstacle.isPresent()) {
      throw new DemoException(obstacle.get());
    }
    try (Stage stage = Stage.open()) {
      new Demo(out, blockDuration, attacker).tell(stage);
    }
  }

  private void tell(Stage stage) {
    timeline.say("Two network namespaces, a real sshd in one, an attacker in the other ...");
    Testbed testbed = stage.build();
    Launch launch = launch(testbed);
    SeenBlock block;
    try (TldProcess service = started(testbed, launch)) {
      check(testbed.reaches(attacker), attacker + " should reach sshd, and does not");
      timeline.say(
          "ready. " + attacker + " reaches sshd. It logs in as ghost, who does not exist.");
      block = attack(testbed, service, launch.data());
      shut(testbed);
      service.kill();
      timeline.event(clock.instant(), "kill -9 of the service");
      check(!testbed.reaches(attacker), "the block should outlive the service, and does not");
      timeline.event(clock.instant(), "still dropped, without the service");
    }
    try (TldProcess service = started(testbed, launch)) {
      restored(testbed, service, block);
      free(testbed, end(block));
      ended(service);
    }
    timeline.say("Everything went as promised.");
  }

  private Launch launch(Testbed testbed) {
    Path conf = testbed.directory().resolve("ossec.conf");
    try {
      Files.writeString(testbed.log(), "");
      Files.writeString(conf, Launch.ossecConf(testbed.log(), blockDuration.toSeconds()));
    } catch (IOException failed) {
      throw new DemoException(conf + ": " + failed.getMessage());
    }
    return Launch.service(conf, testbed.directory().resolve("data"));
  }

  private TldProcess started(Testbed testbed, Launch launch) {
    timeline.say("The service starts beside sshd ...");
    TldProcess service = testbed.start(launch);
    try {
      service.awaitReady();
      return service;
    } catch (DemoException failed) {
      service.close();
      throw failed;
    }
  }

  /** The line, the rule, the journal, the kernel. */
  private SeenBlock attack(Testbed testbed, TldProcess service, Path data) {
    CompletableFuture<Optional<Instant>> journaled = JournalWatch.firstChange(data, SOON);
    testbed.login(attacker, "ghost");
    Seen line =
        testbed
            .logLines()
            .await(text -> text.contains("Invalid user ghost from " + attacker), SOON)
            .orElseThrow(() -> new DemoException("sshd wrote no line of an invalid user"));
    timeline.begin(line.at(), "line: " + line.line());
    SeenBlock block =
        service
            .awaitBlock(attacker, "enforced", SOON)
            .orElseThrow(() -> new DemoException("no block. The service:\n" + service.lastWords()));
    check(block.ruleId() == RULE, "rule " + RULE + " expected: was " + block.ruleId());
    timeline.event(
        block.blockedAt(),
        "rule " + block.ruleId() + " (" + block.reason() + ") orders " + block.response());
    Instant onDisk =
        journaled.join().orElseThrow(() -> new DemoException("the journal did not change"));
    timeline.event(onDisk, "journaled as " + block.id() + " until " + end(block));
    Seen kernel =
        testbed
            .kernelLines()
            .await(text -> text.contains(base(block) + " "), SOON)
            .orElseThrow(() -> new DemoException("the kernel told of no new element"));
    timeline.event(
        kernel.at(),
        "dropped in the kernel; from line read to dropped "
            + block.latencyMs().map(ms -> ms + " ms").orElse("?")
            + " by the service's clock");
    return block;
  }

  private void shut(Testbed testbed) {
    check(!testbed.reaches(attacker), attacker + " should be dropped, and is not");
    long packets = testbed.droppedPackets();
    check(packets > 0, "the kernel should have counted dropped packets, and has not");
    timeline.event(
        clock.instant(), attacker + " cannot reach sshd; dropped packets counted: " + packets);
  }

  /** After the restart: the same block, the same end, in the journal and in the kernel. */
  private void restored(Testbed testbed, TldProcess service, SeenBlock before) {
    check(
        clock.instant().plus(RESTART_MARGIN).isBefore(end(before)),
        "the block was over before the service was back, this host is slow: use a longer time");
    SeenBlock after =
        service
            .awaitBlock(attacker, "enforced", SOON)
            .orElseThrow(() -> new DemoException("the block is gone after the restart"));
    check(
        after.expiresAt().equals(before.expiresAt()) && after.id().equals(before.id()),
        "the block should be the same after the restart: was " + before + ", is " + after);
    Duration inKernel = testbed.drops().getOrDefault(base(after), Duration.ZERO);
    Duration left = Duration.between(clock.instant(), end(after));
    check(
        inKernel.minus(left).abs().compareTo(LEFT_TOLERANCE) < 0,
        "left in the kernel: " + inKernel + ", but it should be " + left);
    check(!testbed.reaches(attacker), attacker + " should still be dropped, and is not");
    timeline.event(
        clock.instant(),
        "restarted: still dropped, the same end; left in the kernel "
            + inKernel.toMillis()
            + " ms");
  }

  private void free(Testbed testbed, Instant end) {
    Duration limit = Duration.between(clock.instant(), end).plus(SOON);
    boolean free =
        Waiting.until(
                limit,
                PAUSE,
                () -> testbed.reaches(attacker) ? Optional.of(true) : Optional.empty())
            .orElse(false);
    Instant now = clock.instant();
    check(free, attacker + " should be free again since " + end + ", and is not");
    Duration late = Duration.between(end, now);
    check(!late.isNegative(), attacker + " was free " + late.abs().toMillis() + " ms too early");
    check(late.compareTo(LATE_MAX) <= 0, attacker + " was free " + late.toMillis() + " ms late");
    timeline.event(
        now, attacker + " reaches sshd again, " + late.toMillis() + " ms after the due time");
  }

  private void ended(TldProcess service) {
    boolean ended =
        Waiting.until(
                SOON,
                PAUSE,
                () -> service.blocks().isEmpty() ? Optional.of(true) : Optional.empty())
            .orElse(false);
    check(ended, "the journal should know that the block has ended, and does not");
  }

  /** Returns how the kernel's lists name the block: by its first address. */
  private static String base(SeenBlock block) {
    return block.source().replaceFirst("/.*", "");
  }

  private static Instant end(SeenBlock block) {
    return block.expiresAt().orElseThrow(() -> new DemoException("the block has no end"));
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new DemoException(otherwise);
    }
  }
}
