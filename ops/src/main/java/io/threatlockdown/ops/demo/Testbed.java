package io.threatlockdown.ops.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The small world: a victim with a real sshd whose log lines go to a file, and an attacker with as
 * many addresses as wanted, in two network namespaces joined by a cable. Needs root. Nothing
 * outside the namespaces and the directory is touched; closing removes the namespaces with all
 * their processes, the directory is the caller's.
 */
public final class Testbed implements AutoCloseable {
  /** Where the attacker comes from to begin with. */
  public static final String ATTACKER_IPV4 = "10.77.0.66";

  /** The same by IPv6. */
  public static final String ATTACKER_IPV6 = "fd77:0:0:66::1";

  private static final String VICTIM_IPV4 = "10.77.0.1";
  private static final String VICTIM_IPV6 = "fd77::1";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int SSH_PORT = 22;
  private static final int CONNECT_LIMIT_MS = 300;
  private static final Duration UP_LIMIT = Duration.ofSeconds(20);
  private static final List<String> NEEDED =
      List.of("ip", "nft", "sshd", "ssh", "ssh-keygen", "unshare", "mount");

  private final Path directory;
  private final NetworkNamespace victim;
  private final NetworkNamespace attacker;
  private final SyslogSocket syslog;
  private final KernelWatch kernel;

  private Testbed(Path directory, NetworkNamespace victim, NetworkNamespace attacker)
      throws IOException {
    this.directory = directory;
    this.victim = victim;
    this.attacker = attacker;
    victim.ip("link", "add", "v0", "type", "veth", "peer", "name", "a0", "netns", attacker.name());
    victim.ip("addr", "add", VICTIM_IPV4 + "/16", "dev", "v0");
    victim.ip("addr", "add", VICTIM_IPV6 + "/32", "dev", "v0", "nodad");
    victim.ip("link", "set", "v0", "up");
    attacker.ip("link", "set", "a0", "up");
    addAttacker(ATTACKER_IPV4);
    addAttacker(ATTACKER_IPV6);
    this.syslog = SyslogSocket.open(directory.resolve("log.sock"), log());
    this.kernel = KernelWatch.start(victim);
  }

  /** Returns why there can be no such world here, in words; empty if there can. */
  public static Optional<String> obstacle() {
    if (!isRoot()) {
      return Optional.of("needs root, to make network namespaces: run it with sudo");
    }
    List<String> missing =
        NEEDED.stream().filter(program -> Programs.find(program).isEmpty()).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "needs "
                + String.join(", ", missing)
                + ": apt-get install iproute2 nftables openssh-server openssh-client");
  }

  /**
   * Builds it and waits until the attacker reaches sshd by both protocols.
   *
   * @param directory an empty directory with a short path, for keys, socket and log
   * @param name of at most 20 letters and digits, unlike that of any other on this host
   * @throws DemoException if something does not work; all is removed again
   */
  public static Testbed open(Path directory, String name) {
    NetworkNamespace victim = NetworkNamespace.create(name + "-victim");
    NetworkNamespace attacker = null;
    try {
      attacker = NetworkNamespace.create(name + "-attacker");
      Testbed testbed = new Testbed(directory, victim, attacker);
      testbed.startSshd();
      return testbed;
    } catch (IOException | RuntimeException failed) {
      victim.close();
      if (attacker != null) {
        attacker.close();
      }
      throw new DemoException(
          failed instanceof DemoException known ? known.message() : failed.toString());
    }
  }

  /** Returns the file of sshd's lines, which the service is to follow. */
  public Path log() {
    return directory.resolve("auth.log");
  }

  /** Returns the directory it was given. */
  public Path directory() {
    return directory;
  }

  /** Gives the attacker one more address of 10.77.0.0/16 or fd77::/32. */
  public void addAttacker(String address) {
    if (isIpv4(address)) {
      attacker.ip("addr", "add", address + "/16", "dev", "a0");
    } else {
      attacker.ip("addr", "add", address + "/32", "dev", "a0", "nodad");
    }
  }

  /** Tries to log in by the real ssh from an address of the attacker's; never succeeds. */
  public void login(String from, String user) {
    var unused = Programs.run(attacker.inside(ssh(from, user, List.of(), "true")));
  }

  /**
   * Logs in as root with a key, and stays until the process returned is destroyed. It is logged in
   * once it has written a line.
   */
  public Process session(String from) throws IOException {
    Path key = directory.resolve("key");
    if (!Files.exists(key)) {
      SshServer.makeKey(key);
      Files.copy(directory.resolve("key.pub"), directory.resolve(SshServer.AUTHORIZED_KEYS));
    }
    return new ProcessBuilder(
            attacker.inside(ssh(from, "root", List.of("-i", key.toString()), "echo; cat")))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> ssh(String from, String user, List<String> more, String remote) {
    List<String> command =
        new ArrayList<>(List.of("ssh", "-F", "/dev/null", "-b", from, "-l", user));
    for (String option :
        List.of(
            "BatchMode=yes",
            "ConnectTimeout=5",
            "LogLevel=QUIET",
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null")) {
      command.addAll(List.of("-o", option));
    }
    command.addAll(more);
    command.addAll(List.of(isIpv4(from) ? VICTIM_IPV4 : VICTIM_IPV6, remote));
    return command;
  }

  /** Whether a TCP connection from the address to sshd is answered within 300 ms. */
  public boolean reaches(String from) {
    String to = isIpv4(from) ? VICTIM_IPV4 : VICTIM_IPV6;
    return attacker.call(
        () -> {
          try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(to, SSH_PORT), CONNECT_LIMIT_MS);
            return true;
          } catch (IOException notAnswered) {
            return false;
          }
        });
  }

  /** Appends lines to the log as if daemons had written them; each ends in a newline. */
  public void append(String lines) {
    try {
      syslog.append(lines);
    } catch (IOException failed) {
      throw new DemoException(log() + ": " + failed.getMessage());
    }
  }

  /** Runs nft where the victim is and returns what it prints; fails if nft does. */
  public String nft(String... words) {
    List<String> command = new ArrayList<>(List.of("nft"));
    command.addAll(List.of(words));
    return Programs.runOk(victim.inside(command));
  }

  /** Returns what the kernel drops, a prefix by its first address, and for how much longer. */
  public Map<String, Duration> drops() {
    Programs.Ended ended =
        Programs.run(victim.inside(List.of("nft", "list", "table", "inet", "threatlockdown")));
    return ended.status() == 0 ? KernelDrops.left(ended.output()) : Map.of();
  }

  /** Returns how many packets the kernel dropped since the last reload. */
  public long droppedPackets() {
    return KernelDrops.packets(nft("list", "chain", "inet", "threatlockdown", "blocked"));
  }

  /** Starts the service beside sshd. */
  public TldProcess start(Launch launch) {
    return TldProcess.start(victim, launch);
  }

  SeenLines logLines() {
    return syslog.written();
  }

  SeenLines kernelLines() {
    return kernel.lines();
  }

  @Override
  public void close() {
    victim.close();
    attacker.close();
    try {
      syslog.close();
    } catch (IOException failed) {
      throw new DemoException(log() + ": " + failed.getMessage());
    }
  }

  private void startSshd() throws IOException {
    Process sshd = SshServer.start(victim, directory, List.of(VICTIM_IPV4, VICTIM_IPV6, LOOPBACK));
    boolean up =
        Waiting.until(
                UP_LIMIT,
                Duration.ofMillis(50),
                () ->
                    reaches(ATTACKER_IPV4) && reaches(ATTACKER_IPV6)
                        ? Optional.of(true)
                        : sshd.isAlive() ? Optional.empty() : Optional.of(false))
            .orElse(false);
    if (!up) {
      close();
      throw new DemoException(
          "sshd does not answer: " + Files.readString(directory.resolve("sshd.out")).strip());
    }
  }

  /** Whether this process may do what root may: its directory in proc(5) is its user's. */
  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  private static boolean isIpv4(String address) {
    return address.indexOf(':') < 0;
  }
}
