package io.threatlockdown.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.ops.demo.Testbed;
import io.threatlockdown.ops.demo.TldProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator who is logged in at the real sshd cannot get locked out by bad logins. */
class LiveSessionTest {
  private static final String ADMIN = "10.77.0.50";
  private static final String ADMIN_IPV6 = "fd77:0:0:50::1";

  @TempDir private Path directory;

  @Test
  void addressOfAnOpenSession_isNotDroppedUntilTheSessionEnds() throws IOException {
    try (World world = World.open(directory, 100)) {
      Testbed testbed = world.testbed();
      testbed.addAttacker(ADMIN);
      Process session = open(testbed, ADMIN);
      TldProcess service = world.start();

      testbed.login(ADMIN, "ghost");
      testbed.login(Testbed.ATTACKER_IPV4, "ghost");

      assertThat(service.awaitBlock(Testbed.ATTACKER_IPV4, "enforced", World.SOON)).isPresent();
      assertThat(testbed.drops()).containsOnlyKeys(Testbed.ATTACKER_IPV4);
      assertThat(testbed.reaches(ADMIN)).isTrue();
      session.destroy();
      world.await(
          "a drop of who has logged out",
          World.SOON,
          () -> {
            testbed.login(ADMIN, "ghost");
            return testbed.drops().containsKey(ADMIN);
          });
    }
  }

  @Test
  void sessionByIpv6_guardsItsNetworkToo() throws IOException {
    try (World world = World.open(directory, 100)) {
      Testbed testbed = world.testbed();
      testbed.addAttacker(ADMIN_IPV6);
      testbed.addAttacker("fd77:0:0:50::2");
      Process session = open(testbed, ADMIN_IPV6);
      TldProcess service = world.start();

      testbed.login("fd77:0:0:50::2", "ghost"); // Its /64 would take the session with it.
      testbed.login(Testbed.ATTACKER_IPV6, "ghost");

      assertThat(service.awaitBlock(Testbed.ATTACKER_IPV6, "enforced", World.SOON)).isPresent();
      assertThat(testbed.reaches(ADMIN_IPV6)).isTrue();
      session.destroy();
    }
  }

  private static Process open(Testbed testbed, String from) throws IOException {
    Process session = testbed.session(from);
    assertThat(session.getInputStream().read()).as("what the session says").isEqualTo('\n');
    return session;
  }
}
