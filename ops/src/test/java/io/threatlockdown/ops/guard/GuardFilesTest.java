package io.threatlockdown.ops.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.GuardSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads files as the kernel and the system write them, in a directory that plays root. */
class GuardFilesTest {
  @TempDir private Path root;

  @Test
  void guard_ofThisHost_holdsWhatIsNobodys() {
    GuardSet guard = guard();

    assertThat(List.of("127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", "::", "255.255.255.255"))
        .allSatisfy(address -> assertThat(guard.forbids(prefix(address))).isPresent());
    assertThat(guard.forbids(prefix("0.0.0.0/0"))).isPresent();
    assertThat(guard.forbids(prefix("::/0"))).isPresent();
    assertThat(guard.forbids(prefix("203.0.113.200"))).isEmpty();
  }

  @Test
  void gateways_withoutNetlink_areThoseOfTheMainTable() throws IOException {
    write(
        "proc/thread-self/net/route",
        """
        Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
        eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
        eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
        x\n\0\0\0 00000000 ZZ 0 0 0 0 00000000
        """);
    write(
        "proc/thread-self/net/ipv6_route",
        "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
            + " 20010db8000000000000000000000001 00000400 00000001 00000000 00000003 eth0\n"
            + "1 00 2 3\n1 00 2 3 q\n");

    assertThat(Gateways.of(new SystemFiles(root)).map(SourceAddress::toString))
        .containsExactlyInAnyOrder("192.0.2.1", "2001:db8::1");
  }

  @Test
  void guard_withResolvers_holdsThoseBehindTheStubToo() throws IOException {
    write(
        "etc/resolv.conf",
        """
        # nameserver 192.0.2.9
        nameserver 198.51.100.53
        nameserver 2001:db8::53%eth0
        search x
        nameserver
        nameserver evil.example
        """);
    write("run/systemd/resolve/resolv.conf", "nameserver 198.51.100.54\n");

    assertThat(guarded("name server"))
        .containsExactlyInAnyOrder("198.51.100.53", "2001:db8::53", "198.51.100.54");
  }

  @Test
  void guard_withTimeServers_holdsConfiguredOnesAndThoseInUse() throws IOException {
    write("etc/chrony/chrony.conf", "# server 192.0.2.9\nserver 198.51.100.12 iburst\nlog x\n");
    write("etc/chrony/sources.d/site.sources", "pool 198.51.100.13\n");
    write("etc/systemd/timesyncd.conf", "[Time]\nNTP=198.51.100.14 2001:db8::14\n");
    write(
        "proc/thread-self/net/udp",
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           1: 020200C0:9C40 0F6433C6:007B 01 00000000:00000000 00:00000000 00000000   0        0 77 2 0
           2: 020200C0:9C41 106433C6:0035 01 00000000:00000000 00:00000000 00000000   0        0 78 2 0
           3: 020200C0:007B 00000000:0000 07 00000000:00000000 00:00000000 00000000   0        0 79 2 0
        """);

    assertThat(guarded("time server"))
        .containsExactlyInAnyOrder(
            "198.51.100.12", "198.51.100.13", "198.51.100.14", "2001:db8::14", "198.51.100.15");
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

    assertThat(guarded("login from")).containsExactlyInAnyOrder("192.0.2.41", "2001:db8::43");
  }

  @Test
  void guard_withProcessesOfSshd_holdsAuthenticatedClientsOnly() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to own files as sshd");
    process(51, "sshd", "sshd: root@pts/0", 1, true, 501);
    process(52, "sshd", "sshd: unknown [priv]", 1, true, 502);
    process(53, "sshd-session", "sshd-session: alice [net]", 52, true, 503);
    process(54, "sshd-session", "sshd-session: alice@notty", 52, false, 504);
    process(55, "sshd", "sshd: mallory@notty", 1, false, 505);
    process(56, "evil", "sshd: root@pts/9", 52, true, 506);
    process(57, "sshd", "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups", 1, true, 507);
    process(58, "sshd", "sshd: bob", 52, false, 508);
    write("proc/1/comm", "init\n");
    StringBuilder table = new StringBuilder("sl local rem st\n");
    for (int i = 501; i <= 508; i++) {
      table.append(
          "0: 020200C0:0016 %02X6433C6:C350 01 0:0 0:0 0 0 0 %d 1\n".formatted(i - 400, i));
    }
    write("proc/thread-self/net/tcp", table.toString());

    assertThat(guarded("SSH session from"))
        .containsExactlyInAnyOrder("198.51.100.101", "198.51.100.104", "198.51.100.108");
  }

  @Test
  void guard_withConfiguredHosts_holdsAddressesAndPrefixes() {
    try (GuardWatch watch =
        GuardWatch.start(root, List.of("203.0.113.10", "2001:db8:1::/48", "localhost"), () -> {})) {
      assertThat(watch.get().forbids(prefix("203.0.113.0/24")))
          .contains("guard: configured 203.0.113.10");
      assertThat(watch.get().forbids(prefix("2001:db8:1:2::3"))).isPresent();
    }
  }

  @Test
  void guard_withGarbage_leavesItOut() throws IOException {
    write("run/utmp", "short");
    write("proc/thread-self/net/udp", "1: 2 3 01 x\n1: 2 3:4 01 5 6 7 8 9 10\n\0\n");
    write("proc/59/comm", "sshd");
    write("etc/systemd/timesyncd.conf", "NTP=\nFallbackNTP=\n");

    assertThat(guard().forbids(prefix("203.0.113.1"))).isEmpty();
  }

  private GuardSet guard() {
    try (GuardWatch watch = GuardWatch.start(root, List.of(), () -> {})) {
      return watch.get();
    }
  }

  private List<String> guarded(String what) {
    return guard().entries().stream()
        .filter(entry -> entry.what().equals(what))
        .map(entry -> entry.prefix().toString())
        .toList();
  }

  private void process(int id, String program, String title, int parent, boolean roots, int inode)
      throws IOException {
    write("proc/" + id + "/comm", program + "\n");
    write("proc/" + id + "/cmdline", title + "\0\0");
    write("proc/" + id + "/status", "Name:\t" + program + "\nPPid:\t" + parent + "\n");
    Path descriptors = Files.createDirectories(root.resolve("proc/" + id + "/fd"));
    Files.createSymbolicLink(descriptors.resolve("3"), Path.of("socket:[" + inode + "]"));
    Files.createSymbolicLink(descriptors.resolve("0"), Path.of("pipe:[1]"));
    Files.setAttribute(root.resolve("proc/" + id), "unix:uid", roots ? 0 : 1_000);
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
