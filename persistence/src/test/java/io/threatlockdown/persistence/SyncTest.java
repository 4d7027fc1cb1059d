package io.threatlockdown.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.persistence.SyscallTrace.Moment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Watches the system calls of a journal to which orders are given one after the other: between an
 * order and its answer it is written into the journal's log and the log is synced.
 */
class SyncTest {
  private static final int ORDERS = 200;
  private static final String LOG = "journal.db-wal";

  @TempDir private static Path dir;
  private static List<Moment> moments = List.of();

  @BeforeAll
  static void trace() throws Exception {
    Path data = Files.createDirectory(dir.resolve("data"));
    moments = SyscallTrace.of(dir, RecordedRun.command(data, ORDERS, 1));
  }

  @Test
  void answers_allComeAfterASyncOfWhatTheyAnswer() {
    Counted counted = count(moments);

    assertThat(counted.answers).isEqualTo(ORDERS);
    assertThat(counted.unsynced).isEmpty();
    assertThat(counted.syncs).isGreaterThanOrEqualTo(ORDERS);
  }

  @Test
  void answers_withoutTheirSyncs_areAllFound() {
    assertThat(count(moments.stream().filter(moment -> !moment.isSync()).toList()).unsynced)
        .hasSize(ORDERS);
  }

  @Test
  void answers_whoseSyncsFail_areAllFound() {
    List<Moment> failing =
        moments.stream()
            .map(
                moment ->
                    moment.isSync() && !moment.returned().isEmpty()
                        ? new Moment(
                            moment.name(), moment.file(), moment.text(), moment.begins(), "-1 EIO")
                        : moment)
            .toList();

    assertThat(count(failing).unsynced).hasSize(ORDERS);
  }

  /** What a trace says. */
  private static final class Counted {
    private int answers;
    private int syncs;
    private final List<Integer> unsynced = new ArrayList<>();
  }

  /* An order is written when a write that holds its address has returned; where it shares the
   * address with others, when any write has. It is safe when a sync that began after that has
   * returned 0. */
  private static Counted count(List<Moment> moments) {
    Counted counted = new Counted();
    Optional<String> sought = Optional.empty();
    boolean written = false;
    boolean syncing = false;
    boolean safe = false;
    for (Moment moment : moments) {
      if (moment.file().equals("acks") && moment.begins()) {
        if (said(moment, '+')) {
          sought = address(order(moment));
          written = false;
          syncing = false;
          safe = false;
        } else if (said(moment, '=')) {
          counted.answers++;
          if (!safe) {
            counted.unsynced.add(order(moment));
          }
        }
      } else if (moment.file().equals(LOG) && moment.isWrite()) {
        written |= moment.succeeds() && sought.map(moment.text()::contains).orElse(true);
      } else if (moment.file().equals(LOG) && moment.isSync()) {
        syncing |= written && moment.begins();
        safe |= syncing && moment.returned().equals("0");
        counted.syncs += moment.returned().equals("0") ? 1 : 0;
      }
    }
    return counted;
  }

  /** Whether it is a line such as {@code , "= 7\n", 4}. */
  private static boolean said(Moment moment, char what) {
    return moment.text().startsWith(", \"" + what);
  }

  private static int order(Moment moment) {
    return Integer.parseInt(moment.text().replaceAll("^, \". (\\d+).*", "$1"));
  }

  private static Optional<String> address(int n) {
    return RecordedRun.isOnlyOne(n)
        ? Optional.of("\\\"" + RecordedRun.address(n) + "\\\"")
        : Optional.empty();
  }
}
