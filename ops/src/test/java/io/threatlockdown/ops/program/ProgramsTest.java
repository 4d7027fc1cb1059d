package io.threatlockdown.ops.program;

import static io.threatlockdown.ops.program.ProgramBed.ALERT;
import static io.threatlockdown.ops.program.ProgramBed.failure;
import static io.threatlockdown.ops.program.ProgramBed.order;
import static io.threatlockdown.ops.program.ProgramBed.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.Actions.Begun;
import io.threatlockdown.core.response.BlockOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in sh, Python and C that keep to the contract, and what they are told. */
class ProgramsTest {
  private static final Begun LASTING = new Begun(true, Optional.empty());

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

  @Test
  void add_programInSh_isToldWhatExecdTells() throws Exception {
    bed.install("drop.sh", "firewall-drop");

    assertThat(bed.added("firewall-drop")).isEqualTo(LASTING);

    assertThat(bed.asked).containsExactly(List.of("203.0.113.7"));
    assertThat(bed.text("told")).isEqualTo(told("add") + told("continue"));
    assertThat(bed.lines("rules"))
        .containsExactly("-I INPUT -s 203.0.113.7 -j DROP", "-I FORWARD -s 203.0.113.7 -j DROP");
  }

  @Test
  void add_program_isStartedAsExecdStartsIt() throws Exception {
    bed.install("drop.sh", "firewall-drop");

    assertThat(bed.added("firewall-drop")).isEqualTo(LASTING);

    assertThat(bed.text("argv0")).isEqualTo("active-response/bin/firewall-drop");
    assertThat(bed.text("argc")).isEqualTo("0");
    assertThat(bed.text("cwd")).isEqualTo(bed.home + "\n");
    // Process, group and session are one.
    assertThat(List.of(bed.text("ids").strip().split(" +", -1)))
        .hasSize(3)
        .containsOnly(bed.text("ids").strip().split(" +", -1)[0]);
  }

  @Test
  void add_keysInForce_programIsToldToAbort() throws Exception {
    bed.install("drop.sh", "firewall-drop");

    Begun begun = result(bed.programs.add(order("firewall-drop"), bed.leave(false)));

    assertThat(begun).isEqualTo(new Begun(false, Optional.empty()));
    assertThat(bed.text("told")).isEqualTo(told("add") + told("abort") + "aborted\n");
    assertThat(bed.home.resolve("rules")).doesNotExist();
  }

  @Test
  void delete_program_isToldOnceAndAskedNothing() throws Exception {
    bed.install("drop.sh", "firewall-drop");

    var unused = result(bed.programs.delete(order("firewall-drop")));

    assertThat(bed.asked).isEmpty();
    assertThat(bed.text("told")).isEqualTo(told("delete"));
    assertThat(bed.lines("rules")).contains("-D INPUT -s 203.0.113.7 -j DROP");
  }

  @Test
  void delete_programThatFails_isNotCertain() throws Exception {
    bed.install("custom-ar.py", "custom-ar.py");
    Files.createDirectory(bed.home.resolve("held"));

    assertThat(failure(bed.programs.delete(order("custom-ar.py"))))
        .isInstanceOf(ActionException.class)
        .hasMessageMatching("exited with status 1: Traceback .*FileNotFoundError.*203.0.113.7'");
  }

  @Test
  void addAndDelete_programInPython_runsUnchanged() throws Exception {
    bed.install("custom-ar.py", "custom-ar.py");
    Path held = Files.createDirectory(bed.home.resolve("held")).resolve("203.0.113.7");

    assertThat(bed.added("custom-ar.py")).isEqualTo(LASTING);
    assertThat(held).exists();
    var unused = result(bed.programs.delete(order("custom-ar.py")));

    assertThat(held).doesNotExist();
    assertThat(bed.asked).containsExactly(List.of("203.0.113.7"));
    assertThat(bed.lines("logs/active-responses.log"))
        .allMatch(line -> line.isEmpty() || line.contains(" active-response/bin/custom-ar.py: "))
        .last()
        .asString()
        .endsWith(": Ended");
  }

  @Test
  void add_programInC_findsNothingOfTheServiceAround() throws Exception {
    bed.compiled("well-behaved");

    assertThat(bed.added("well-behaved")).isEqualTo(LASTING);

    assertThat(bed.asked).containsExactly(List.of("from-c"));
    assertThat(bed.lines("environment"))
        .containsExactlyInAnyOrder(
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG=C.UTF-8",
            "inherited files: 0");
  }

  @Test
  void add_alertWithALineBreakAndQuotes_staysOneMessage() throws Exception {
    bed.install("drop.sh", "firewall-drop");
    String hostile =
        "{\"data\":{\"srcuser\":\"x\\n{\\\"command\\\":\\\"delete\\\"}\",\"srcip\":\"192.0.2.1\"},\n"
            + "\"full_log\":\"\\u0000\"}";

    assertThat(result(bed.add(order(Means.PROGRAM, "firewall-drop", hostile)))).isEqualTo(LASTING);

    assertThat(bed.lines("told")).hasSize(2).allMatch(line -> line.endsWith("firewall-drop\"}}"));
  }

  @Test
  void add_programThatAsksForNothing_leavesNothingToUndo() throws Exception {
    bed.compiled("stateless");

    assertThat(bed.added("stateless")).isEqualTo(new Begun(false, Optional.empty()));

    assertThat(bed.asked).isEmpty();
    assertThat(bed.lines("done")).hasSize(1);
  }

  @Test
  void add_programOfAnotherPlace_runsInTheDirectoryAbove() throws Exception {
    bed.script("where", "#!/bin/sh\npwd >>where\necho \"$0\" >>where\n");
    Path elsewhere = Files.createDirectory(bed.home.resolve("responses"));
    Files.copy(bed.directory.resolve("where"), elsewhere.resolve("where"));
    Files.setPosixFilePermissions(
        elsewhere.resolve("where"), Files.getPosixFilePermissions(bed.directory.resolve("where")));
    try (Programs programs = new Programs(elsewhere, ProgramLimits.DEFAULT)) {
      assertThat(result(programs.add(order("where"), bed.leave(true))).lasting()).isFalse();
    }

    assertThat(bed.lines("where")).containsExactly(bed.home.toString(), "responses/where");
  }

  @Test
  void add_programThatWaitsForLeave_isNotShortOfTime() throws Exception {
    bed.install("drop.sh", "firewall-drop");

    Begun begun =
        result(
            bed.programs.add(
                order("firewall-drop"),
                keys -> {
                  bed.passes(Duration.ofHours(1));
                  return CompletableFuture.completedFuture(true);
                }));

    assertThat(begun).isEqualTo(LASTING);
  }

  @Test
  void add_nobodyCanSayWhetherToGoOn_programIsToldToAbort() throws Exception {
    bed.install("drop.sh", "firewall-drop");

    Throwable failure =
        failure(
            bed.programs.add(
                order("firewall-drop"),
                keys -> CompletableFuture.failedFuture(new IllegalStateException("no journal"))));

    assertThat(failure)
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("told to abort")
        .hasMessageContaining("no journal");
    assertThat(bed.text("told")).isEqualTo(told("add") + told("abort") + "aborted\n");
  }

  @Test
  void add_programInOssecsForm_isToldByItsArguments() throws Exception {
    bed.script("drop.sh", "#!/bin/sh\nprintf '[%s]' \"$0\" \"$@\" >>told\ncat >>told\n");
    BlockOrder order = order(Means.ARGV_PROGRAM, "drop.sh", ALERT, "--extra", "two words");

    assertThat(result(bed.add(order))).isEqualTo(LASTING);
    var unused = result(bed.programs.delete(order));

    String rest = "[ann][203.0.113.7][1714564800.12345][5710][journald][-][--extra][two words]";
    String path = "[" + bed.directory.resolve("drop.sh") + "]";
    assertThat(bed.text("told")).isEqualTo(path + "[add]" + rest + path + "[delete]" + rest);
    assertThat(bed.asked).isEmpty();
  }

  @Test
  void add_builtIn_isNotForPrograms() {
    assertThatThrownBy(() -> bed.add(order(Means.BUILT_IN, "firewall-drop", ALERT)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String told(String command) {
    return "{\"version\":1,\"origin\":{\"name\":\"node01\",\"module\":\"wazuh-execd\"},"
        + "\"command\":\""
        + command
        + "\",\"parameters\":{\"extra_args\":[],\"alert\":"
        + ALERT
        + ",\"program\":\"active-response/bin/firewall-drop\"}}\n";
  }
}
