package io.threatlockdown.persistence;

import static io.threatlockdown.persistence.Samples.MALLORY;
import static io.threatlockdown.persistence.Samples.NOON;
import static io.threatlockdown.persistence.Samples.TEN_MINUTES;
import static io.threatlockdown.persistence.Samples.TRUDY;
import static io.threatlockdown.persistence.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Suppression;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writes every fact and reads it back; reads the bytes that version 1 wrote. */
class FactsSerializerTest {
  private final SerializerWithStringManifest serializer = new FactsSerializer();

  /** One of every fact. The checked-in bytes hold the same. */
  static List<Fact> facts() {
    return List.of(
        new Fact.Ordered(1, order(MALLORY, NOON)),
        new Fact.Ordered(2, order("2001:db8::/64", NOON, Optional.empty())),
        new Fact.Applied(1, NOON.plusMillis(3), false),
        new Fact.ApplyFailed(2, NOON.plusMillis(3), "nft: permission denied"),
        new Fact.Extended(1, NOON.plusSeconds(9), Optional.of(NOON.plusSeconds(700)), 3),
        new Fact.Extended(2, NOON.plusSeconds(9), Optional.empty(), 1),
        new Fact.Released(1, NOON.plusSeconds(10), "token:admin", "known pentest"),
        new Fact.Lifted(1, NOON.plusSeconds(11)),
        new Fact.Expired(2, NOON.plusSeconds(12)),
        new Fact.ReleaseFailed(2, NOON.plusSeconds(13), "nft: busy"),
        new Fact.Drifted(NOON.plusSeconds(14)),
        new Fact.Reapplied(NOON.plusSeconds(15), 2, true),
        new Fact.Rebased(NOON.plusSeconds(16), Duration.ofHours(-1)),
        new Fact.Suppressed(
            new Suppression(
                Samples.target(TRUDY), "firewall-drop600", 5712, "guard: gateway", 4, NOON)));
  }

  /** Those that came after the bytes were checked in. */
  static List<Fact> laterFacts() {
    return List.of(
        new Fact.BlockDrifted(1, NOON.plusSeconds(17), "nft (process 77)"),
        new Fact.ForeignRemoved(Samples.target(TRUDY), NOON.plusSeconds(18), "nft (process 78)"),
        new Fact.Ordered(4, Samples.climbing(MALLORY, 3, 3, NOON)),
        new Fact.Climbed(Samples.standing(3, 3, NOON)),
        new Fact.Pardoned(List.of(Samples.target(MALLORY)), NOON),
        new Fact.Ordered(3, action()),
        new Fact.Keyed(
            3, NOON, List.of("web", "mallory"), 2, Optional.of(TEN_MINUTES), Optional.of(NOON)),
        new Fact.Keyed(4, NOON, List.of("web"), 1, Optional.empty(), Optional.empty()),
        new Fact.Joined(5, NOON, 3),
        new Fact.Ran(6, NOON, Optional.of("exited with status 3")),
        new Fact.Ran(7, NOON, Optional.empty()),
        new Fact.GivenUp(3, NOON, "busy"));
  }

  private static BlockOrder action() {
    return new BlockOrder(
        new BlockKey("000", "own", List.of()),
        Optional.empty(),
        "own600",
        "local",
        550,
        "a file was changed",
        "{}",
        1,
        NOON,
        NOON,
        Optional.of(TEN_MINUTES),
        Optional.of(new Action(Action.Means.PROGRAM, List.of("-v"))));
  }

  static Stream<Fact> allFacts() {
    return Stream.concat(facts().stream(), laterFacts().stream());
  }

  static PartitionSnapshot snapshot() {
    List<Fact> facts = new ArrayList<>(facts());
    facts.add(new Fact.Ordered(3, order(TRUDY, NOON)));
    facts.add(new Fact.Applied(3, NOON.plusMillis(1), false));
    return new PartitionState(0).apply(new Facts(facts)).snapshot();
  }

  @ParameterizedTest
  @MethodSource("allFacts")
  void fact_roundTrip_isTheSame(Fact fact) throws IOException {
    Facts event = Facts.of(fact);

    assertThat(serializer.fromBinary(serializer.toBinary(event), "facts-1")).isEqualTo(event);
    assertThat(serializer.manifest(event)).isEqualTo("facts-1");
  }

  @Test
  void facts_allKinds_areCovered() {
    List<Class<?>> kinds = new ArrayList<>(List.of(Fact.class.getPermittedSubclasses()));
    kinds.remove(Fact.OfBlock.class);
    kinds.addAll(List.of(Fact.OfBlock.class.getPermittedSubclasses()));

    assertThat(allFacts()).extracting(fact -> (Object) fact.getClass()).containsAll(kinds);
  }

  @Test
  void snapshot_roundTrip_isTheSame() throws IOException {
    PartitionSnapshot snapshot = snapshot();

    Object back = serializer.fromBinary(serializer.toBinary(snapshot), "partition-1");

    assertThat(back).isEqualTo(snapshot);
    assertThat(PartitionState.of(0, snapshot).snapshot()).isEqualTo(snapshot);
    assertThat(snapshot.inForce()).hasSize(1);
    assertThat(snapshot.ended()).hasSize(2);
    assertThat(Memory.shown(snapshot.inForce().get(0)).order().alertJson())
        .contains("\"srcip\":\"" + TRUDY + "\"");
  }

  @Test
  void facts_ofVersion1_areRead() throws IOException {
    assertThat(serializer.fromBinary(resource("facts-1.cbor"), "facts-1"))
        .isEqualTo(new Facts(facts()));
    PartitionSnapshot ofVersion1 =
        (PartitionSnapshot) serializer.fromBinary(resource("partition-1.cbor"), "partition-1");
    // Version 1 did not move the ends of earlier blocks when the clock was set.
    assertThat(PartitionState.of(0, ofVersion1).snapshot())
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes("priors\\.endedAt")
        .isEqualTo(snapshot());
  }

  @Test
  void fact_halfASurrogatePair_isWrittenAllTheSame() throws IOException {
    Facts event = Facts.of(new Fact.Released(1, NOON, "cli", "odd \ud800 text"));

    assertThat(serializer.fromBinary(serializer.toBinary(event), "facts-1"))
        .isEqualTo(Facts.of(new Fact.Released(1, NOON, "cli", "odd \ufffd text")));
  }

  @Test
  void bytes_ofANewerVersion_areRefused() {
    byte[] bytes = serializer.toBinary(Facts.of(new Fact.Drifted(NOON)));

    assertThatThrownBy(() -> serializer.fromBinary(bytes, "facts-2"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("newer version");
  }

  @Test
  void bytes_cutShort_areRefused() {
    byte[] bytes = {(byte) 0xbf, 0x65, 'f', 'a'};

    assertThatThrownBy(() -> serializer.fromBinary(bytes, "facts-1"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no facts");
  }

  @Test
  void order_outsideTheBounds_isBroughtWithin() {
    var huge = order(MALLORY, NOON.plusNanos(1), Optional.of(Duration.ofSeconds(Long.MAX_VALUE)));
    var tiny = order(MALLORY, NOON, Optional.of(Duration.ofNanos(1)));

    assertThat(Bounds.within(huge).duration()).contains(Bounds.DURATION_MAX);
    assertThat(Bounds.within(huge).at()).isEqualTo(NOON);
    assertThat(Bounds.within(tiny).duration()).contains(Bounds.DURATION_MIN);
    assertThat(Bounds.within(order(MALLORY, NOON)).duration()).contains(TEN_MINUTES);
    assertThat(Bounds.within(tiny.withAlert("x".repeat(9_000))).alertJson())
        .isEqualTo(
            "{\"timestamp\":\"2026-01-01T11:59:59.998Z\",\"rule\":{\"id\":\"5712\","
                + "\"description\":\"sshd: brute force trying to get access to the system.\"},"
                + "\"agent\":{\"id\":\"000\"},\"data\":{\"srcip\":\"192.0.2.7\"}}");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream bytes =
        Objects.requireNonNull(FactsSerializerTest.class.getResourceAsStream(name))) {
      return bytes.readAllBytes();
    }
  }
}
