package io.threatlockdown.ops.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Allowlist;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads files as the kernel and the system write them, in a directory that plays root. */
class OwnAddressesTest {
  @TempDir private Path root;

  @Test
  void guard_ofThisHost_holdsLoopback() {
    Allowlist guard = OwnAddresses.guard();

    assertThat(guard.forbids(prefix("127.0.0.1"))).isPresent();
    assertThat(guard.forbids(prefix("::1"))).isPresent();
    assertThat(guard.forbids(prefix("0.0.0.0/0"))).isPresent();
  }

  @Test
  void guard_withRoutes_holdsDefaultGateways() throws IOException {
    write(
        "proc/net/route",
        """
        Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
        eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
        eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
        """);
    write(
        "proc/net/ipv6_route",
        "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
            + " 20010db8000000000000000000000001 00000400 00000001 00000000 00000003 eth0\n");

    Allowlist guard = OwnAddresses.guard(root);

    assertThat(guard.prefixes()).contains(prefix("192.0.2.1"), prefix("2001:db8::1"));
    assertThat(guard.forbids(prefix("203.0.113.2"))).isEmpty();
  }

  @Test
  void guard_withResolvers_holdsThem() throws IOException {
    write(
        "etc/resolv.conf",
        "# nameserver 192.0.2.9\nnameserver 198.51.100.53\nnameserver 2001:db8::53%eth0\nsearch x\n");

    Allowlist guard = OwnAddresses.guard(root);

    assertThat(guard.prefixes())
        .contains(prefix("198.51.100.53"), prefix("2001:db8::53"))
        .doesNotContain(prefix("192.0.2.9"));
  }

  @Test
  void guard_withLogins_holdsPeersOfLiveSessionsOnly() throws IOException {
    write("proc/41/comm", "sshd\n");
    write("proc/43/comm", "sshd\n");
    byte[] utmp =
        ByteBuffer.allocate(4 * 384)
            .put(login(7, 41, "192.0.2.41"))
            .put(login(7, 42, "192.0.2.42"))
            .put(login(8, 43, "192.0.2.43"))
            .put(login(7, 43, "2001:db8::43"))
            .array();
    Files.createDirectories(root.resolve("run"));
    Files.write(root.resolve("run/utmp"), utmp);

    Allowlist guard = OwnAddresses.guard(root);

    assertThat(guard.prefixes())
        .contains(prefix("192.0.2.41"), prefix("2001:db8::43"))
        .doesNotContain(prefix("192.0.2.42"), prefix("192.0.2.43"));
  }

  @Test
  void guard_withGarbage_leavesItOut() throws IOException {
    write("proc/net/route", "x\n\0\0\0 00000000 ZZ 0 0 0 0 00000000\n");
    write("proc/net/ipv6_route", "1 00 2 3\n1 00 2 3 q\n");
    write("etc/resolv.conf", "nameserver\nnameserver evil.example\n");
    write("run/utmp", "short");

    Allowlist guard = OwnAddresses.guard(root);

    assertThat(guard.forbids(prefix("203.0.113.1"))).isEmpty();
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static byte[] login(int type, int pid, String from) {
    ByteBuffer login = ByteBuffer.allocate(384).order(ByteOrder.LITTLE_ENDIAN);
    login.putShort(0, (short) type).putInt(4, pid);
    login.put(348, prefix(from).base().bytes());
    return login.array();
  }

  private static AddressPrefix prefix(String text) {
    return AddressPrefix.parse(text).orElseThrow();
  }
}
