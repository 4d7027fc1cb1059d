package io.threatlockdown.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.ops.RealKernel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the small world and looks whether sshd and the kernel behave in it as they should. */
class TestbedTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path directory;

  @Test
  void login_ofUnknownUser_isLoggedWithTheAddress() {
    RealKernel.require();

    try (Testbed testbed = Testbed.open(directory, "tldt" + ProcessHandle.current().pid())) {
      testbed.addAttacker("10.77.1.2");
      testbed.login("10.77.1.2", "ghost");
      testbed.login(Testbed.ATTACKER_IPV6, "ghost");

      assertThat(
              testbed.logLines().await(l -> l.contains("Invalid user ghost from 10.77.1.2"), SOON))
          .get()
          .satisfies(seen -> assertThat(seen.line()).containsPattern(" victim sshd\\[\\d+\\]: "));
      assertThat(testbed.logLines().await(l -> l.contains("from fd77:0:0:66::1"), SOON))
          .isPresent();
    }
  }

  @Test
  void drops_ofTheKernel_areSeen() {
    RealKernel.require();

    try (Testbed testbed = Testbed.open(directory, "tldt" + ProcessHandle.current().pid())) {
      String set = "{ type ipv4_addr; flags timeout; }";
      String drop = "{ 10.77.0.66 timeout 1h2m3s4ms }";
      assertThat(
              testbed.nft(
                  "add table inet threatlockdown; add set inet threatlockdown blocked4 " + set))
          .isEmpty();
      assertThat(testbed.nft("add element inet threatlockdown blocked4 " + drop)).isEmpty();

      assertThat(testbed.kernelLines().await(line -> line.contains("10.77.0.66 timeout"), SOON))
          .isPresent();
      assertThat(testbed.drops())
          .hasEntrySatisfying(
              "10.77.0.66",
              left ->
                  assertThat(left)
                      .isBetween(Duration.ofSeconds(3_710), Duration.ofMillis(3_723_004)));
    }
  }

  @Test
  void left_ofAListing_readsAllUnits() {
    String listing =
        """
        elements = { 192.0.2.1 timeout 1m40s expires 1m39s980ms,
                     2001:db8::1 timeout 3d2h expires 3d1h59m59s992ms,
                     192.0.2.2 timeout 1s expires 980ms }
        counter packets 3 bytes 180 drop
        counter packets 4 bytes 240 drop
        """;

    assertThat(KernelDrops.left(listing))
        .containsEntry("192.0.2.1", Duration.ofMillis(99_980))
        .containsEntry("192.0.2.2", Duration.ofMillis(980))
        .containsEntry("2001:db8::1", Duration.ofDays(3).plusHours(2).minus(Duration.ofMillis(8)));
    assertThat(KernelDrops.packets(listing)).isEqualTo(7);
  }

  @Test
  void line_ofAMessage_hasTheHostsName() {
    assertThat(SyslogSocket.line("<38>Nov 24 06:48:28 sshd[12]: Invalid user x"))
        .isEqualTo("Nov 24 06:48:28 victim sshd[12]: Invalid user x\n");
  }
}
