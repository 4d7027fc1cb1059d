package io.threatlockdown.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threatlockdown.ops.demo.TldProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One source climbs a ladder in the kernel, while the service is stopped and killed. */
class LadderTest {
  private static final String SOURCE = "10.77.9.66";
  private static final String NEIGHBOUR = "10.77.9.67";
  private static final String NETWORK = "10.77.9.0/24";
  private static final Duration LATE = Duration.ofMillis(500);

  /** Each step lasts as briefly as a slow machine can follow. */
  private static final String LADDER =
      """
      threatlockdown {
        good-logins.pardon = PARDON
        responses.ladders = [{
          name = ssh
          replaces = [firewall-drop]
          climb-after = 500ms
          decay = 1h
          steps = [
            { response = throttle, extra-args = ["5/second"], duration = 10m }
            { response = drop-port, extra-args = ["22"], duration = 10m }
            { response = firewall-drop, duration = 3s }
            { response = firewall-drop, duration = 3s, ipv4-prefix-length = 24 }
            { response = firewall-drop, duration = 1h, ipv4-prefix-length = 24, from-offence = 6 }
          ]
        }]
      }
      """;

  @TempDir private Path directory;

  @Test
  void source_thatGoesOn_climbsInTheKernel_stepsDownAndCountsOnAfterAKill() throws IOException {
    try (World world = World.open(directory, 100)) {
      world.testbed().addAttacker(SOURCE);
      world.testbed().addAttacker(NEIGHBOUR);
      Path conf = conf("none");
      try (TldProcess service = world.start("--conf", conf.toString())) {
        world.testbed().append(login("alice", SOURCE) + login("bob", NEIGHBOUR));
        world.testbed().append(offence());

        step(world, service, "throttle600", 1, 1, 1);

        assertThat(limits(world, "throttled4")).contains(SOURCE);
        assertThat(world.testbed().reaches(SOURCE)).isTrue();
        service.stop();
      }
      try (TldProcess service = world.start("--conf", conf.toString())) {
        afterLateLines();
        world.testbed().append(offence());

        step(world, service, "drop-port600", 2, 2, 1);

        assertThat(limits(world, "ports4")).contains(SOURCE + " . tcp . 22");
        assertThat(world.testbed().reaches(SOURCE)).isFalse();
        assertThat(world.testbed().reaches(NEIGHBOUR)).isTrue();
        service.kill();
      }
      try (TldProcess service = world.start("--conf", conf.toString())) {
        world.testbed().append(offence());
        step(world, service, "firewall-drop3", 3, 3, 1);
        assertThat(world.testbed().drops()).containsOnlyKeys(SOURCE);
        world.await("end of the drop", World.SOON, () -> world.testbed().drops().isEmpty());
        world.testbed().append(offence());
        step(world, service, "firewall-drop3", 4, 4, 2);
        assertThat(world.testbed().reaches(NEIGHBOUR)).isFalse();
        service.kill();
      }
      try (TldProcess service = world.start("--conf", conf.toString())) {
        world.await("end of the network's", World.SOON, () -> world.testbed().drops().isEmpty());
        assertThat(world.testbed().reaches(NEIGHBOUR)).isTrue();
        world.testbed().append(offence());

        step(world, service, "firewall-drop3", 4, 5, 2);
      }
    }
  }

  @Test
  void source_thatLogsIn_isPardonedIfSoConfigured() throws IOException {
    try (World world = World.open(directory, 100)) {
      Path conf = conf("release");
      world.testbed().addAttacker(SOURCE);
      try (TldProcess service = world.start("--conf", conf.toString())) {
        world.testbed().append(offence());
        step(world, service, "throttle600", 1, 1, 0);
        afterLateLines();
        world.testbed().append(offence());
        step(world, service, "drop-port600", 2, 2, 0);

        world.testbed().append(login("alice", SOURCE));

        world.await("release", World.SOON, () -> !limits(world, "ports4").contains(SOURCE));
        assertThat(limits(world, "throttled4")).doesNotContain(SOURCE);
        service.stop(); // Which writes down who logged in.
      }
      try (TldProcess service = world.start("--conf", conf.toString())) {
        world.testbed().append(offence());

        step(world, service, "throttle600", 1, 1, 1);
      }
      // Nor does what the service rehearses at its start tell of steps that nobody took.
      assertThat(Files.readString(directory.resolve("data.out")))
          .contains("against " + SOURCE)
          .doesNotContain("against 192.0.2.");
    }
  }

  private Path conf(String pardon) throws IOException {
    return Files.writeString(
        directory.resolve("threatlockdown.conf"), LADDER.replace("PARDON", pardon));
  }

  /** Waits until the step is enforced, and checks what the API says of it. */
  private static void step(
      World world, TldProcess service, String response, int step, int offence, int goodLogins) {
    world.await(
        response + " of offence " + offence + ": " + service.lastWords(),
        World.SOON,
        () -> block(service, response, offence).isPresent());
    JsonNode block = block(service, response, offence).orElseThrow();
    assertThat(block.path("ladder").toString())
        .isEqualTo(
            "{\"name\":\"ssh\",\"step\":" + step + ",\"steps\":5,\"offender\":\"" + SOURCE + "\"}");
    assertThat(block.path("goodLogins").asInt(-1)).isEqualTo(goodLogins);
    assertThat(block.path("source").asText()).isEqualTo(step < 4 ? SOURCE : NETWORK);
  }

  private static Optional<JsonNode> block(TldProcess service, String response, int offence) {
    return service.get("/v1/blocks?source=" + SOURCE).stream()
        .flatMap(body -> StreamSupport.stream(body.path("blocks").spliterator(), false))
        .filter(block -> block.path("response").asText().equals(response))
        .filter(block -> block.path("offence").asInt() == offence)
        .filter(block -> block.path("state").asText().equals("enforced"))
        .findFirst();
  }

  /** Lets the time pass within which further lines are taken for the same offence. */
  private static void afterLateLines() {
    Instant end = Instant.now().plus(LATE);
    while (Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
  }

  private static String limits(World world, String set) {
    return world.testbed().nft("list", "set", "inet", "threatlockdown_limits", set);
  }

  private static String offence() {
    return "Nov 24 12:00:00 victim sshd[4711]: Invalid user ghost from " + SOURCE + " port 4711\n";
  }

  private static String login(String user, String from) {
    return "Nov 24 12:00:00 victim sshd[4711]: Accepted publickey for "
        + user
        + " from "
        + from
        + " port 4711 ssh2: ED25519 SHA256:abc\n";
  }
}
