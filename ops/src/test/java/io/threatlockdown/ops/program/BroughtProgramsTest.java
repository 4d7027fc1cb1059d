package io.threatlockdown.ops.program;

import static io.threatlockdown.ops.program.ProgramBed.failure;
import static io.threatlockdown.ops.program.ProgramBed.order;
import static io.threatlockdown.ops.program.ProgramBed.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.Actions.Begun;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.ops.notify.HookServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that users bring, written after the published contracts and run as they are. */
class BroughtProgramsTest {
  private static final Begun LASTING = new Begun(true, Optional.empty());
  private static final Begun OVER = new Begun(false, Optional.empty());

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
  void chatNotify_postsEachAlertAndHasNothingToUndo() throws Exception {
    bed.install("chat-notify.py", "wazuh-slack");
    try (HookServer chat = new HookServer(Optional.empty())) {
      chat.answer(200);
      String url = chat.url("http", "/services/T/B/X").toString();

      Begun begun = result(bed.add(order(Means.PROGRAM, "wazuh-slack", ProgramBed.ALERT, url)));

      assertThat(begun).isEqualTo(OVER);
      assertThat(chat.next().body()).isEqualTo("{\"text\": \"Rule 5710 for 203.0.113.7\"}");
    }
  }

  @Test
  void chatNotify_chatIsDown_failsAndSaysWhy() throws Exception {
    bed.install("chat-notify.py", "wazuh-slack");
    try (HookServer chat = new HookServer(Optional.empty())) {
      chat.answer(500);
      String url = chat.url("http", "/").toString();

      assertThat(failure(bed.add(order(Means.PROGRAM, "wazuh-slack", ProgramBed.ALERT, url))))
          .hasMessageStartingWith("exited with status 1: ")
          .hasMessageContaining("urllib");
    }
  }

  @Test
  void lockAccount_isKeyedByTheAccount() throws Exception {
    bed.install("lock-account.sh", "lock-account");

    assertThat(bed.added("lock-account")).isEqualTo(LASTING);
    var unused = result(bed.programs.delete(order("lock-account")));

    assertThat(bed.asked).containsExactly(List.of("ann"));
    assertThat(bed.lines("accounts")).containsExactly("passwd -l ann", "passwd -u ann");
  }

  @Test
  void lockAccount_alertWithoutAccount_fails() throws Exception {
    bed.install("lock-account.sh", "lock-account");
    BlockOrder order = order(Means.PROGRAM, "lock-account", "{\"data\":{\"srcip\":\"192.0.2.1\"}}");

    assertThat(failure(bed.add(order)))
        .hasMessage("exited with status 1: Cannot read 'dstuser' from data");
  }

  @Test
  void ossecDrop_manyAtOnce_takeTurnsByTheirOwnLock() throws Exception {
    bed.install("ossec-drop.sh", "firewall-drop.sh");
    List<CompletableFuture<Begun>> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      all.add(bed.add(order(Means.ARGV_PROGRAM, "firewall-drop.sh", ProgramBed.ALERT)));
    }

    for (CompletableFuture<Begun> each : all) {
      assertThat(result(each)).isEqualTo(LASTING);
    }
    var unused =
        result(
            bed.programs.delete(order(Means.ARGV_PROGRAM, "firewall-drop.sh", ProgramBed.ALERT)));

    assertThat(bed.lines("rules")).hasSize(13).last().isEqualTo("-D OSSEC -s 203.0.113.7 -j DROP");
    assertThat(bed.lines("logs/active-responses.log")).contains("add ann 203.0.113.7");
    assertThat(bed.home.resolve("fw-drop")).doesNotExist();
  }

  @Test
  void cloudBan_bansAndLifts() throws Exception {
    bed.install("cloud-ban.py", "cloud-ban.py");
    BlockOrder order = order(Means.ARGV_PROGRAM, "cloud-ban.py", ProgramBed.ALERT);
    try (HookServer cloud = new HookServer(Optional.empty())) {
      Files.createDirectory(bed.home.resolve("etc"));
      Files.writeString(bed.home.resolve("etc/cloud.conf"), cloud.url("http", "/bans").toString());

      assertThat(result(bed.add(order))).isEqualTo(LASTING);
      var unused = result(bed.programs.delete(order));

      assertThat(cloud.next().method()).isEqualTo("POST");
      HookServer.Posted lifted = cloud.next();
      assertThat(lifted.method()).isEqualTo("DELETE");
      assertThat(lifted.body()).isEqualTo("{\"target\": \"203.0.113.7\"}");
    }
  }

  @Test
  void ruleKeyed_tellsTheRule_soThatTheCallerSeesOneKeyForAll() throws Exception {
    bed.install("rule-keyed.py", "rule-keyed.py");
    String other = ProgramBed.ALERT.replace("203.0.113.7", "203.0.113.8");

    assertThat(bed.added("rule-keyed.py")).isEqualTo(LASTING);
    BlockOrder second = order(Means.PROGRAM, "rule-keyed.py", other);
    assertThat(result(bed.programs.add(second, bed.leave(false)))).isEqualTo(OVER);

    assertThat(bed.asked).containsExactly(List.of("5710"), List.of("5710"));
    assertThat(bed.lines("done")).containsExactly("add 203.0.113.7");
  }

  @Test
  void quarantine_movesTheFileOfTheAlertAndPutsItBack() throws Exception {
    bed.install("quarantine.py", "quarantine.py");
    Path file = Files.writeString(bed.home.resolve("a \"quoted\" name"), "evil");
    String path = file.toString().replace("\"", "\\\"");
    BlockOrder order =
        order(Means.PROGRAM, "quarantine.py", "{\"syscheck\":{\"path\":\"" + path + "\"}}");

    assertThat(result(bed.add(order))).isEqualTo(LASTING);
    assertThat(file).doesNotExist();
    var unused = result(bed.programs.delete(order));

    assertThat(file).hasContent("evil");
    assertThat(bed.asked).containsExactly(List.of(file.toString()));
  }

  @Test
  void scan_handsItsExtraArgumentsToAnotherProgram() throws Exception {
    bed.install("scan.sh", "kaspersky");
    bed.script("scanner", "#!/bin/sh\necho \"$# $1\"\n");

    Begun begun =
        result(bed.add(order(Means.PROGRAM, "kaspersky", ProgramBed.ALERT, "--full", "/home")));

    assertThat(begun).isEqualTo(OVER);
    assertThat(bed.lines("logs/active-responses.log")).containsExactly("1 --full/home");
  }
}
