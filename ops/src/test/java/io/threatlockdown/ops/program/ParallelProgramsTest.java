package io.threatlockdown.ops.program;

import static io.threatlockdown.ops.program.ProgramBed.failure;
import static io.threatlockdown.ops.program.ProgramBed.order;
import static io.threatlockdown.ops.program.ProgramBed.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Actions.Begun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs side by side: who delays whom is seen by what is done while another still hangs. */
class ParallelProgramsTest {
  @TempDir Path home;

  @Test
  void add_oneHangs_delaysNoOther() throws Exception {
    try (ProgramBed bed = new ProgramBed(home)) {
      bed.compiled("hang-at-once");
      bed.install("drop.sh", "firewall-drop");
      CompletableFuture<Begun> hanging = bed.add(order("hang-at-once"));
      bed.awaitFile("hangs");

      for (int i = 0; i < 20; i++) {
        assertThat(bed.added("firewall-drop").lasting()).isTrue();
        var unused = result(bed.programs.delete(order("firewall-drop")));
      }

      assertThat(hanging).isNotDone();
      bed.passes(Duration.ofSeconds(31));
      assertThat(failure(hanging)).hasMessage("was killed: it took longer than 30 s");
    }
  }

  @Test
  void add_oneProgramHangsWheneverItIsStarted_leavesSlotsToOthers() throws Exception {
    try (ProgramBed bed = new ProgramBed(home, limits(4, 2, 100, Duration.ZERO))) {
      bed.compiled("hang-at-once");
      bed.install("drop.sh", "firewall-drop");
      List<CompletableFuture<Begun>> hanging = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        hanging.add(bed.add(order("hang-at-once")));
      }

      assertThat(bed.added("firewall-drop").lasting()).isTrue();
      assertThat(bed.added("firewall-drop").lasting()).isTrue();

      assertThat(hanging).noneMatch(CompletableFuture::isDone);
      assertThat(bed.processes()).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void add_moreThanMayRun_runAfterOneAnother() throws Exception {
    try (ProgramBed bed = new ProgramBed(home, limits(3, 100, 100, Duration.ZERO))) {
      bed.script(
          "count",
          """
          #!/bin/sh
          mkdir "run.$$"
          set -- run.*
          echo "$#" >>seen
          rmdir "run.$$"
          """);
      List<CompletableFuture<Begun>> all = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        all.add(bed.add(order("count")));
      }

      for (CompletableFuture<Begun> each : all) {
        assertThat(result(each).lasting()).isFalse();
      }

      assertThat(bed.lines("seen")).hasSize(30).isSubsetOf("1", "2", "3");
    }
  }

  @Test
  void add_nobodySaysInTimeWhetherToGoOn_programIsToldToAbort() throws Exception {
    try (ProgramBed bed = new ProgramBed(home, limits(1, 1, 1, Duration.ZERO, Duration.ZERO))) {
      bed.install("drop.sh", "firewall-drop");

      assertThat(
              failure(bed.programs.add(order("firewall-drop"), keys -> new CompletableFuture<>())))
          .hasMessageStartingWith("was told to abort");

      assertThat(bed.lines("told")).hasSize(3).last().isEqualTo("aborted");
    }
  }

  @Test
  void add_moreThanMayWait_isRefusedAtOnce() throws Exception {
    try (ProgramBed bed = new ProgramBed(home, limits(1, 1, 2, Duration.ZERO))) {
      bed.compiled("hang-at-once");
      List<CompletableFuture<Begun>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(bed.add(order("hang-at-once")));
      }

      assertThat(failure(bed.add(order("hang-at-once"))))
          .hasMessage("was not started: 2 programs wait already");

      assertThat(waiting).noneMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void close_programsUnderWay_areKilledAndThoseThatWaitRefused() throws Exception {
    try (ProgramBed bed = new ProgramBed(home, limits(1, 1, 2, Duration.ZERO))) {
      bed.compiled("hang-with-children");
      CompletableFuture<Begun> hanging = bed.add(order("hang-with-children"));
      CompletionStage<?> waiting = bed.programs.delete(order("hang-with-children"));
      bed.awaitFile("hangs");

      bed.programs.close();

      assertThat(failure(hanging)).hasMessage("was killed: the service is stopping");
      assertThat(failure(waiting)).hasMessage("was not started: the service is stopping");
      assertThat(failure(bed.add(order("hang-with-children"))))
          .hasMessage("was not started: the service is stopping");
    }
  }

  @Test
  void close_programThatIsAboutToEnd_isLetGoOn() throws Exception {
    try (ProgramBed bed = new ProgramBed(home, limits(1, 1, 2, Duration.ofMinutes(1)))) {
      bed.install("drop.sh", "firewall-drop");
      CompletableFuture<Boolean> leave = new CompletableFuture<>();
      CompletableFuture<Void> asked = new CompletableFuture<>();
      CompletionStage<Begun> begun =
          bed.programs.add(
              order("firewall-drop"),
              keys -> {
                asked.complete(null);
                return leave;
              });
      Void unused = result(asked);

      CompletableFuture<Begun> waiting = bed.add(order("firewall-drop"));
      CompletableFuture<Void> closed = CompletableFuture.runAsync(bed.programs::close);
      ProgramBed.await(waiting::isCompletedExceptionally);
      leave.complete(true);

      assertThat(result(begun).lasting()).isTrue();
      Void unusedToo = result(closed);
      assertThat(bed.lines("rules")).hasSize(2);
    }
  }

  @Test
  void close_programThatWaitsForLeave_isKilled() throws Exception {
    try (ProgramBed bed = new ProgramBed(home, limits(1, 1, 2, Duration.ZERO))) {
      bed.install("drop.sh", "firewall-drop");
      CompletableFuture<Void> asked = new CompletableFuture<>();
      CompletionStage<Begun> begun =
          bed.programs.add(
              order("firewall-drop"),
              keys -> {
                asked.complete(null);
                return new CompletableFuture<>();
              });
      Void unused = result(asked);

      bed.programs.close();

      assertThat(failure(begun)).hasMessage("was killed: the service is stopping");
      assertThat(bed.home.resolve("rules")).doesNotExist();
    }
  }

  private static ProgramLimits limits(int running, int ofOne, int waiting, Duration closesWithin) {
    return limits(running, ofOne, waiting, closesWithin, ProgramLimits.DEFAULT.answeredWithin());
  }

  private static ProgramLimits limits(
      int running, int ofOne, int waiting, Duration closesWithin, Duration answeredWithin) {
    ProgramLimits usual = ProgramLimits.DEFAULT;
    return new ProgramLimits(
        usual.runsAtMost(),
        answeredWithin,
        usual.outputBytesMax(),
        running,
        ofOne,
        waiting,
        closesWithin);
  }
}
