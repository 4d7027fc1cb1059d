package io.threatlockdown.core.offender;

import static io.threatlockdown.core.offender.Fixtures.NOON;
import static io.threatlockdown.core.offender.Fixtures.prefix;
import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.offender.GoodLogins.Entry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts who logged in from where. */
class GoodLoginsTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private final GoodLogins logins = new GoodLogins(WEEK);

  @Test
  void from_countsUsersOnce() {
    note("192.0.2.7", "alice", 0);
    note("192.0.2.7", "alice", 1);
    note("192.0.2.7", "bob", 2);

    assertThat(logins.from(prefix("192.0.2.7"), NOON)).isEqualTo(2);
    assertThat(logins.from(prefix("192.0.2.8"), NOON)).isZero();
  }

  @Test
  void from_aNetwork_countsAUserOfSeveralAddressesOnce() {
    note("192.0.2.7", "alice", 0);
    note("192.0.2.8", "alice", 0);
    note("192.0.2.8", "bob", 0);
    note("192.0.3.0", "carol", 0);
    note("2001:db8::1", "dave", 0);

    assertThat(logins.from(prefix("192.0.2.0/24"), NOON)).isEqualTo(2);
    assertThat(logins.from(prefix("192.0.2.0/23"), NOON)).isEqualTo(3);
    assertThat(logins.from(prefix("2001:db8::/64"), NOON)).isEqualTo(1);
  }

  @Test
  void from_afterTheWindow_countsNoMore() {
    note("192.0.2.7", "alice", 0);

    assertThat(logins.from(prefix("192.0.2.7"), NOON.plus(WEEK))).isEqualTo(1);
    assertThat(logins.from(prefix("192.0.2.7"), NOON.plus(WEEK).plusSeconds(1))).isZero();
  }

  @Test
  void note_afterTheWindow_forgetsWhatIsOlder() {
    note("192.0.2.7", "alice", 0);

    note("192.0.2.8", "bob", WEEK.toSeconds() + 1);

    assertThat(logins.entries()).hasSize(1);
  }

  @Test
  void note_moreThanAreKept_forgetsTheOneUnseenForLongest() {
    for (int i = 0; i < GoodLogins.ENTRIES_MAX; i++) {
      logins.note(new Entry(new SourceAddress(0, i, true), i, NOON.getEpochSecond()));
    }
    logins.note(new Entry(new SourceAddress(0, 0, true), 0, NOON.getEpochSecond()));

    note("192.0.2.7", "alice", 0);

    assertThat(logins.entries()).hasSize(GoodLogins.ENTRIES_MAX);
    assertThat(logins.from(prefix("0.0.0.1"), NOON)).isZero();
    assertThat(logins.from(prefix("0.0.0.0"), NOON)).isEqualTo(1);
    assertThat(logins.from(prefix("0.0.0.0/8"), NOON)).isEqualTo(GoodLogins.COUNTED_MAX);
  }

  @Test
  void entry_throughItsLine_isTheSame() {
    note("2001:db8::1", "alice", 0);
    Entry entry = logins.entries().get(0);

    assertThat(Entry.parse(entry.toString())).contains(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "1 2", "1 2 x", "x 2 192.0.2.7", "1 y 192.0.2.7", "1 2 192.0.2.7 3"})
  void parse_noEntry_isEmpty(String line) {
    assertThat(Entry.parse(line)).isEmpty();
  }

  private void note(String source, String user, long secondsAfterNoon) {
    logins.note(
        SourceAddress.parse(source).orElseThrow(), user, NOON.plusSeconds(secondsAfterNoon));
  }
}
