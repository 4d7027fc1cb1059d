package io.threatlockdown.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Gathers fields over the lines of an LDAP connection. */
class AccumulationTest {
  private static final long NOON = 1_772_366_400L;

  private final Accumulation accumulation = new Accumulation();

  @Test
  void fill_laterLineOfConnection_getsItsFields() {
    Event accept =
        accumulation.fill(event("7").field(StaticField.SRCIP, "192.0.2.1").build(), NOON);
    Event bind = accumulation.fill(event("7").field(StaticField.DSTUSER, "joe").build(), NOON + 1);
    Event result = accumulation.fill(event("7").build(), NOON + 2);

    assertThat(accept.field(StaticField.SRCIP)).contains("192.0.2.1");
    assertThat(bind.field(StaticField.SRCIP)).contains("192.0.2.1");
    assertThat(result.field(StaticField.SRCIP)).contains("192.0.2.1");
    assertThat(result.field(StaticField.DSTUSER)).contains("joe");
    assertThat(result.decoderName()).contains("openldap");
  }

  @Test
  void fill_fieldOfItsOwn_isKept() {
    Event first = accumulation.fill(event("7").field(StaticField.SRCIP, "192.0.2.1").build(), NOON);
    Event second =
        accumulation.fill(event("7").field(StaticField.SRCIP, "192.0.2.2").build(), NOON);

    assertThat(first.field(StaticField.SRCIP)).contains("192.0.2.1");
    assertThat(second.field(StaticField.SRCIP)).contains("192.0.2.2");
  }

  @Test
  void fill_otherConnectionOrTooLate_getsNothing() {
    Event first = accumulation.fill(event("7").field(StaticField.SRCIP, "192.0.2.1").build(), NOON);
    Event other = accumulation.fill(event("8").build(), NOON);
    Event late = accumulation.fill(event("7").build(), NOON + Accumulation.SECONDS_KEPT + 1);

    assertThat(first.field(StaticField.SRCIP)).isPresent();
    assertThat(other.field(StaticField.SRCIP)).isEmpty();
    assertThat(late.field(StaticField.SRCIP)).isEmpty();
  }

  @Test
  void fill_decoderThatDoesNotAccumulate_changesNothing() {
    Event plain =
        new Event.Builder(line())
            .decoder("sshd", Optional.empty(), Category.SYSLOG)
            .field(StaticField.ID, "7")
            .build();

    assertThat(accumulation.fill(plain, NOON)).isSameAs(plain);
  }

  @Test
  void fill_valueTooLong_isNotRemembered() {
    String user = "x".repeat(Accumulation.VALUE_BYTES_MAX + 1);
    Event first = accumulation.fill(event("7").field(StaticField.DSTUSER, user).build(), NOON);
    Event second = accumulation.fill(event("7").build(), NOON);

    assertThat(first.field(StaticField.DSTUSER)).contains(user);
    assertThat(second.field(StaticField.DSTUSER)).isEmpty();
  }

  @Test
  void fill_manyConnections_forgetsTheOldest() {
    for (int i = 0; i <= Accumulation.CONNECTIONS_MAX; i++) {
      Event event = event("c" + i).field(StaticField.SRCIP, "192.0.2.1").build();

      assertThat(accumulation.fill(event, NOON)).isSameAs(event);
    }

    assertThat(accumulation.evictions()).isEqualTo(1);
    assertThat(accumulation.fill(event("c0").build(), NOON).field(StaticField.SRCIP)).isEmpty();
  }

  private static Event.Builder event(String id) {
    return new Event.Builder(line())
        .decoder("openldap", Optional.empty(), Category.SYSLOG)
        .accumulates(true)
        .field(StaticField.ID, id);
  }

  private static LogLine line() {
    return LogLine.log("x", "/var/log/x", ReportingHost.local("here"), Instant.EPOCH);
  }
}
