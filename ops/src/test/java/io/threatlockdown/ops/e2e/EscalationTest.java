package io.threatlockdown.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.ops.demo.TldProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses of one network offend, before and after the service is killed. */
class EscalationTest {
  private static final String NETWORK = "198.51.100.0";

  @TempDir private Path directory;

  @Test
  void network_ofWhichEnoughAddressesOffended_isInTheKernelsSetAlsoAcrossAKill()
      throws IOException {
    Path conf = directory.resolve("threatlockdown.conf");
    Files.writeString(conf, "threatlockdown.escalation.offenders = 3\n");
    try (World world = World.open(directory, 100)) {
      try (TldProcess service = world.start("--conf", conf.toString())) {
        offend(world, service, "198.51.100.7");
        offend(world, service, "198.51.100.8");
        assertThat(world.testbed().drops()).doesNotContainKey(NETWORK);
        service.kill();
      }

      try (TldProcess restarted = world.start("--conf", conf.toString())) {
        offend(world, restarted, "198.51.100.9");

        assertThat(restarted.awaitBlock("198.51.100.200", "enforced", World.SOON)).isPresent();
        assertThat(world.testbed().nft("list", "set", "inet", "threatlockdown", "blocked4_24"))
            .contains(NETWORK);
      }
    }
  }

  private static void offend(World world, TldProcess service, String source) throws IOException {
    Files.writeString(
        world.testbed().log(),
        "Nov 24 12:00:00 victim sshd[4711]: Invalid user ghost from " + source + " port 4711\n",
        StandardOpenOption.APPEND);
    assertThat(service.awaitBlock(source, "enforced", World.SOON)).isPresent();
  }
}
