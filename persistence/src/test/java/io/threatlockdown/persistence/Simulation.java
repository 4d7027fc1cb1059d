package io.threatlockdown.persistence;

import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.response.Responder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One run of the whole core by simulated time: attackers, and what can go wrong around it, all from
 * one seed. The same seed is the same run, to the last message.
 *
 * <p>Real, the classes that the service runs: decoders and rules with their counts (a small
 * ruleset), {@code Engine}, {@code Analysis}, {@code Offenders} with allowlist and policy; {@code
 * ResponseJournal} and both journals below it, their lanes, timers, retries, snapshots' parts and
 * bytes, facts' bytes; {@code Ask}; Pekko's actors, persistence and supervision.
 *
 * <p>Simulated: both clocks, the local time zone and Pekko's timers; its dispatchers, which are one
 * thread that takes the seed's choice of what waits; the source, with its position on disk; the
 * database behind the journal and the snapshot store (transactions, their order and what a crash
 * leaves; not SQLite, which {@code PowerFailureTest} has); the kernel's sets behind the firewall's
 * port, not nftables, and who notices what others do to them; response programs and what starts
 * them. Outside are HTTP, the guard's watching, the alert files, and all that is configuration.
 */
final class Simulation {
  /** How long a run lasts, in simulated time. */
  static final Duration LASTS = Duration.ofSeconds(390);

  private static final Duration FAULTS_UNTIL = Duration.ofMinutes(4);

  /** How long after the disk is well again the journal may still be without it. */
  private static final Duration DISK_NOTICED_WITHIN = Duration.ofSeconds(40);

  private static final int BATCH_MAX = 5;

  /** What came of a run. */
  record Outcome(long seed, Optional<String> violation, long trace) {}

  /** The first run makes what Pekko makes when it is first needed, and so is like no other. */
  private static final boolean WARMED_UP = warmUp();

  private final SplittableRandom random;
  private final long start;
  private final SimulatedModel model;
  private final SimulatedKernel kernel;
  private final SimulatedActionModel actions;
  private final SimulatedPrograms programs;
  private final SimulatedProcess.Configured configured;
  private final List<SimulatedAttack.Line> lines;
  private final SimulatedZone zone = new SimulatedZone();
  private SimulatedProcess process;
  private int written;
  private int position;
  private int durablePosition;
  private boolean submitted;

  /** Runs a seed to its end, or to the first thing that is wrong. */
  static Outcome run(long seed) {
    return run(seed, Optional.empty());
  }

  /** Runs a seed and tells what happens, line by line. */
  static Outcome run(long seed, Optional<Consumer<String>> story) {
    if (!WARMED_UP) {
      throw new IllegalStateException("not warmed up");
    }
    Simulation simulation = new Simulation(seed, story);
    simulation.run();
    return new Outcome(seed, simulation.model.violation(), simulation.model.trace());
  }

  private static boolean warmUp() {
    new Simulation(0, Optional.empty()).run();
    return true;
  }

  private Simulation(long seed, Optional<Consumer<String>> story) {
    this.random = new SplittableRandom(seed);
    SimulatedHost.THREAD.runAll(new SplittableRandom(0)); // What the run before left.
    SimulatedHost.TIME.reset();
    SimulatedHost.DISK.reset(random);
    SimulatedHost.TRAP.reset();
    this.start = SimulatedHost.TIME.nanos();
    this.lines = SimulatedAttack.plan(random, LASTS);
    this.model = new SimulatedModel(SimulatedAttack.ALLOWLISTED, story);
    this.kernel = new SimulatedKernel(model, random);
    this.actions = new SimulatedActionModel(model);
    this.programs = new SimulatedPrograms(actions, random);
    this.configured = SimulatedConfiguration.choose(random);
    this.process = start();
  }

  private SimulatedProcess start() {
    return new SimulatedProcess(new SimulatedWorld(model, kernel, actions, programs), configured);
  }

  private void run() {
    schedule();
    new SimulatedChecks(new SimulatedWorld(model, kernel, actions, programs), () -> process)
        .start();
    long end = start + LASTS.toNanos();
    SimulatedHost.THREAD.runAll(random);
    while (SimulatedHost.TIME.next(end) && model.violation().isEmpty()) {
      SimulatedHost.THREAD.runAll(random);
    }
    for (SimulatedAttack.Line line : lines) {
      if (line.ordersAtOnce() && line.at().compareTo(LASTS.minusSeconds(20)) < 0) {
        model.checkLine(line.target(), start + line.at().toNanos());
        actions.checkLine(line.target(), start + line.at().toNanos());
      }
    }
    zone.end();
    process.kill();
    SimulatedHost.THREAD.runAll(random);
  }

  private void schedule() {
    for (SimulatedAttack.Line line : lines) {
      var unused =
          SimulatedHost.TIME.after(
              line.at(),
              () -> {
                written++;
                pump();
              });
    }
    for (SimulatedFault.Planned fault : SimulatedFault.plan(random, FAULTS_UNTIL)) {
      var unused =
          SimulatedHost.TIME.after(fault.begin(), () -> befall(fault.what(), fault.lasts()));
    }
  }

  private void befall(SimulatedFault fault, Duration lasts) {
    model.note(fault.name(), lasts);
    switch (fault) {
      case CRASH -> crash(lasts, false);
      case CRASH_AT_WORK -> trap(lasts);
      case POWER_LOSS -> crash(lasts, true);
      case DISK_SLOW -> disk(SimulatedDisk.Mood.SLOW, lasts);
      case DISK_FAILING -> disk(SimulatedDisk.Mood.FAILING, lasts);
      case DISK_HANGING -> disk(SimulatedDisk.Mood.HANGING, lasts);
      case FIREWALL_SLOW -> firewall(SimulatedKernel.Mood.SLOW, lasts);
      case FIREWALL_FAILING -> firewall(SimulatedKernel.Mood.FAILING, lasts);
      case PROGRAMS_FAILING -> programs(SimulatedPrograms.Mood.FAILING, lasts);
      case PROGRAMS_HANGING -> programs(SimulatedPrograms.Mood.HANGING, lasts);
      case FOREIGN_DELETION -> delete();
      case FOREIGN_FLUSH -> flush();
      case DAYLIGHT_SAVING -> zone.jump();
      case WALL_CLOCK_STEP ->
          SimulatedHost.TIME.setWall(
              Duration.ofSeconds(new int[] {3_600, -3_600, 600, -30, 7}[random.nextInt(5)])
                  .plusNanos(random.nextInt(1_000_000))); // So no instant comes twice.
    }
  }

  private void crash(Duration down, boolean power) {
    disturbed(down);
    if (!process.isAlive()) {
      return;
    }
    process.kill();
    SimulatedHost.THREAD.runAll(random);
    if (power) {
      kernel.flush();
    }
    submitted = false;
    position = durablePosition;
    var unused =
        SimulatedHost.TIME.after(
            down,
            () -> {
              SimulatedHost.DISK.restart();
              process = start();
              SimulatedHost.THREAD.runAll(random);
              pump();
            });
  }

  private void trap(Duration lasts) {
    Duration down = SimulatedFault.downAfterWork(lasts);
    SimulatedHost.TRAP.arm(random.nextInt(1, 25), () -> crash(down, false));
    var unused = SimulatedHost.TIME.after(lasts, SimulatedHost.TRAP::reset);
  }

  private void disk(SimulatedDisk.Mood mood, Duration lasts) {
    disturbed(lasts);
    if (configured.onJournalFailure() == OnJournalFailure.BLOCK) {
      model.mayDropFirstUntil(
          SimulatedHost.TIME.nanos() + lasts.plus(DISK_NOTICED_WITHIN).toNanos());
    }
    SimulatedHost.DISK.become(mood);
    var unused =
        SimulatedHost.TIME.after(lasts, () -> SimulatedHost.DISK.become(SimulatedDisk.Mood.WELL));
  }

  private void firewall(SimulatedKernel.Mood mood, Duration lasts) {
    disturbed(lasts);
    kernel.become(mood);
    var unused = SimulatedHost.TIME.after(lasts, () -> kernel.become(SimulatedKernel.Mood.WELL));
  }

  private void programs(SimulatedPrograms.Mood mood, Duration lasts) {
    actions.disturbedUntil(SimulatedHost.TIME.nanos() + lasts.toNanos());
    programs.become(mood);
    var unused =
        SimulatedHost.TIME.after(lasts, () -> programs.become(SimulatedPrograms.Mood.WELL));
  }

  private void delete() {
    disturbed(Duration.ZERO);
    List<AddressPrefix> deleted = kernel.deleteOne();
    noticed(new Responder.Disturbed(deleted, "someone"));
  }

  private void flush() {
    disturbed(Duration.ZERO);
    kernel.flush();
    noticed(Responder.Reload.INSTANCE);
  }

  /** What watches the kernel tells the journal, within a second. */
  private void noticed(Responder.Command command) {
    SimulatedProcess now = process;
    var unused =
        SimulatedHost.TIME.after(
            Duration.ofMillis(random.nextInt(1, 1_000)),
            () -> {
              if (now.isAlive()) {
                now.journal().tell(command);
              }
            });
  }

  private void disturbed(Duration lasts) {
    model.disturbedUntil(SimulatedHost.TIME.nanos() + lasts.toNanos());
    actions.disturbedUntil(SimulatedHost.TIME.nanos() + lasts.toNanos());
  }

  /** The source: one submission under way, the position is on disk a moment after the answer. */
  private void pump() {
    if (!process.isAlive() || submitted || position == written) {
      return;
    }
    submitted = true;
    SimulatedProcess now = process;
    int end = Math.min(written, position + BATCH_MAX);
    List<LogLine> batch = lines.subList(position, end).stream().map(this::read).toList();
    now.<Ingest.Analysed>ask(
        replyTo -> now.intake().tell(new Ingest.Submit(batch, replyTo)),
        analysed -> {
          submitted = false;
          position = end;
          commit(now, end);
          pump();
        });
  }

  private LogLine read(SimulatedAttack.Line line) {
    return SimulatedAttack.logLine(line, model.readAt(SimulatedHost.TIME.instant()), zone);
  }

  private void commit(SimulatedProcess by, int end) {
    var unused =
        SimulatedHost.TIME.after(
            Duration.ofMillis(100),
            () -> {
              if (by.isAlive()) {
                durablePosition = Math.max(durablePosition, end);
              }
            });
  }
}
