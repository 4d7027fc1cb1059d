package io.threatlockdown.ops.program;

import static io.threatlockdown.ops.program.ProgramBed.ALERT;
import static io.threatlockdown.ops.program.ProgramBed.failure;
import static io.threatlockdown.ops.program.ProgramBed.order;
import static io.threatlockdown.ops.program.ProgramBed.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.Actions.Begun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that break the contract in every way we know. None may leave a process behind. */
class MisbehavingProgramsTest {
  private static final Duration TIME_LIMIT = ProgramLimits.DEFAULT.runsAtMost();

  @TempDir Path home;
  private ProgramBed bed;

  @BeforeEach
  void open() {
    bed = new ProgramBed(home);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hang-at-once",
        "hang-later",
        "ignore-signals",
        "hang-with-children",
        "close-outputs"
      })
  void add_programThatHangs_isKilledWithItsChildren(String program) throws Exception {
    bed.compiled(program);
    CompletableFuture<Begun> begun = bed.add(order(program));
    bed.awaitFile("hangs");

    bed.passes(TIME_LIMIT.plusSeconds(1));

    assertThat(failure(begun))
        .isInstanceOf(ActionException.class)
        .hasMessage("was killed: it took longer than 30 s");
    ProgramBed.await(() -> bed.processes().isEmpty());
  }

  @Test
  void delete_programThatHangs_isKilled() throws Exception {
    bed.compiled("hang-at-once");
    var undone = bed.programs.delete(order("hang-at-once"));
    bed.awaitFile("hangs");

    bed.passes(TIME_LIMIT.plusSeconds(1));

    assertThat(failure(undone)).hasMessage("was killed: it took longer than 30 s");
  }

  @Test
  void add_programThatReadsToTheEnd_hangsForThereIsNoEndBeforeItsAnswer() throws Exception {
    bed.compiled("read-to-end");
    CompletableFuture<Begun> begun = bed.add(order("read-to-end"));
    bed.awaitFile("heard");

    bed.passes(TIME_LIMIT.plusSeconds(1));

    assertThat(failure(begun)).hasMessage("was killed: it took longer than 30 s");
  }

  @Test
  void delete_programThatReadsToTheEnd_comesToIt() throws Exception {
    bed.compiled("read-to-end");

    var unused = result(bed.programs.delete(order("read-to-end")));

    assertThat(bed.lines("heard")).hasSize(1);
  }

  @Test
  void add_programThatLeavesAChildBehind_isDoneAndTheChildKilled() throws Exception {
    bed.compiled("leave-child");

    assertThat(bed.added("leave-child").lasting()).isTrue();

    ProgramBed.await(() -> bed.processes().isEmpty());
  }

  @Test
  void add_programThatStartsADaemon_isDoneAndTheDaemonGoesOn() throws Exception {
    bed.compiled("leave-daemon");

    assertThat(bed.added("leave-daemon").lasting()).isTrue();

    bed.awaitFile("stays");
    ProgramBed.await(() -> bed.processes().size() == 1);
    long daemon = bed.processes().get(0);
    assertThat(bed.lines("stays")).containsExactly(Long.toString(daemon));
    assertThat(ProgramHandles.kill(daemon)).isTrue();
  }

  @Test
  void add_programThatFloodsItsOutput_isKilled() throws Exception {
    bed.compiled("flood-output");

    assertThat(failure(bed.add(order("flood-output"))))
        .hasMessage("was killed: it wrote more than 1048576 bytes");
  }

  @Test
  void add_programThatFloodsItsErrors_isReadToTheEndAndTheBeginningKept() throws Exception {
    bed.compiled("flood-errors");

    assertThat(bed.added("flood-errors"))
        .isEqualTo(new Begun(true, Optional.of("wrote to standard error: " + "x".repeat(2_048))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"close-input", "never-listen"})
  void add_programThatDoesNotListen_isTakenAtItsWord(String program) throws Exception {
    bed.compiled(program);
    String large = ALERT.replace("journald", "x".repeat(300_000));

    Begun begun = result(bed.add(order(Means.PROGRAM, program, large)));

    assertThat(begun).isEqualTo(new Begun(true, Optional.empty()));
    assertThat(bed.asked).containsExactly(List.of("from-c"));
  }

  @ParameterizedTest
  @CsvSource({
    "crash, exited with status 139 (signal 11)",
    "crash-later, exited with status 139 (signal 11)",
    "fail-later, exited with status 3: no such [31m rule"
  })
  void add_programThatFails_saysHow(String program, String message) throws Exception {
    bed.compiled(program);

    assertThat(failure(bed.add(order(program))))
        .isInstanceOf(ActionException.class)
        .hasMessage(message);
  }

  @Test
  void add_programThatFailsWhenToldToAbort_leavesNothingToUndo() throws Exception {
    bed.compiled("fail-later");

    Begun begun = result(bed.programs.add(order("fail-later"), bed.leave(false)));

    assertThat(begun.lasting()).isFalse();
    assertThat(begun.note())
        .hasValue(
            "told to abort, exited with status 3; wrote to standard error: no such [31m rule");
  }

  @Test
  void add_programThatAnswersTwice_isHeardOnce() throws Exception {
    bed.compiled("answer-twice");

    assertThat(bed.added("answer-twice")).isEqualTo(new Begun(true, Optional.empty()));

    assertThat(bed.asked).containsExactly(List.of("from-c"));
  }

  @ParameterizedTest
  @CsvSource({
    "answer-nonsense, '{\"version\":1,\"origin\":{}'",
    "answer-too-long, '{\"version\":1,\"origin\":{},\"command\":\"check_keys\",\"parameters\":{\"k…'"
  })
  void add_programWhoseAnswerCannotBeRead_hasNoKeysAndGoesOn(String program, String excerpt)
      throws Exception {
    bed.compiled(program);

    assertThat(bed.added(program))
        .isEqualTo(new Begun(true, Optional.of("its answer could not be read: '" + excerpt + "'")));

    assertThat(bed.asked).containsExactly(List.of());
  }

  @Test
  void add_answerWithoutANewline_countsAtTheEnd() throws Exception {
    bed.compiled("answer-without-end");

    assertThat(bed.added("answer-without-end").lasting()).isTrue();

    assertThat(bed.asked).containsExactly(List.of("cut"));
  }

  @Test
  void add_programThatLeavesZombies_leavesNone() throws Exception {
    bed.compiled("leave-zombies");

    assertThat(bed.added("leave-zombies").lasting()).isTrue();

    String session = bed.lines("zombies").get(0);
    ProgramBed.await(() -> ProgramHandles.ofSession(session).isEmpty());
  }

  @Test
  void add_fileThatIsNoProgram_fails() throws Exception {
    bed.script("garbage", "");
    Files.write(
        bed.directory.resolve("garbage"), new byte[] {0x7f, 'E', 'L', 'F', 1, 2, 3, '(', '\n'});

    assertThat(failure(bed.add(order("garbage")))).hasMessageStartingWith("exited with status ");
  }

  @Test
  void add_scriptWithoutInterpreterLine_isRunBySh() throws Exception {
    bed.script("plain", "echo ran >ran\n");

    assertThat(bed.added("plain").lasting()).isFalse();

    assertThat(bed.lines("ran")).containsExactly("ran");
  }

  @Test
  void add_scriptWhoseInterpreterIsMissing_fails() throws Exception {
    bed.script("lost", "#!/nowhere/python9\n");

    assertThat(failure(bed.add(order("lost"))))
        .hasMessageStartingWith("exited with status 127: setsid: ")
        .hasMessageContaining("active-response/bin/lost");
  }

  @Test
  void add_programThatIsNotToBeStarted_isNot() throws Exception {
    bed.script("writable", "#!/bin/sh\ntouch started\n");
    Files.setPosixFilePermissions(
        bed.directory.resolve("writable"), PosixFilePermissions.fromString("rwxrwxr-x"));

    assertThat(failure(bed.add(order("writable"))))
        .isInstanceOf(ActionException.class)
        .hasMessageEndingWith("writable can be written by more than its owner (mode 0775)");

    assertThat(bed.home.resolve("started")).doesNotExist();
  }
}
