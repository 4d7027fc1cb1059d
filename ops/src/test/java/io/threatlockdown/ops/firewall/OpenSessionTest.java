package io.threatlockdown.ops.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.Firewall.Drop;
import io.threatlockdown.ops.RealKernel;
import io.threatlockdown.ops.firewall.FirewallContractTest.Adapter;
import io.threatlockdown.ops.firewall.FirewallSettings.Way;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Blocks a source while it has an SSH session open with a real sshd, beside a firewall that lets
 * established connections through.
 */
class OpenSessionTest {
  private static final String MALLORY = "10.77.0.66";
  private static final String MALLORY6 = "fd77:0:0:66::1";
  private static final String START =
      "mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec \"$0\" -D -e -f \"$1\"";
  private static final int OPEN_TRIES_MAX = 100;

  @TempDir private Path directory;
  private final List<Process> started = new ArrayList<>();
  private final VethPair cable = cable();

  @BeforeEach
  void startSshd() throws Exception {
    cable.attackerAddress(MALLORY);
    cable.attackerAddress(MALLORY6);
    assertThat(
            cable.nft(
                "add table inet site; add chain inet site input { type filter hook input priority"
                    + " 0; policy accept; }; add rule inet site input ct state established accept"))
        .isEmpty();
    for (String key : List.of("host", "client")) {
      run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory.resolve(key).toString());
    }
    Path conf = directory.resolve("sshd_config");
    Files.writeString(
        conf,
        """
        Port 22
        HostKey %1$s/host
        AuthorizedKeysFile %1$s/client.pub
        StrictModes no
        UsePAM no
        UseDNS no
        PidFile none
        PermitRootLogin yes
        """
            .formatted(directory));
    Process sshd =
        start(
            cable.inVictim(
                "unshare",
                "-m",
                "--propagation",
                "private",
                "sh",
                "-c",
                START,
                "/usr/sbin/sshd",
                conf.toString()));
    assertThat(sshd.isAlive()).isTrue();
  }

  @AfterEach
  void cleanUp() {
    started.forEach(Process::destroyForcibly);
    cable.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {MALLORY, MALLORY6})
  void block_ofAnOpenSession_endsIt(String source) throws Exception {
    try (HostFirewall firewall = firewall(true)) {
      Process session = session(source);

      done(firewall.block(List.of(drop(source))));

      assertThat(session.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(session.exitValue()).isEqualTo(255);
      assertThat(connections()).doesNotContain(source);
    }
  }

  @Test
  void block_ofAPrefix_endsTheSessionsInItOnly() throws Exception {
    try (HostFirewall firewall = firewall(true)) {
      Process mallory = session(MALLORY);
      Process mallory6 = session(MALLORY6);

      done(firewall.block(List.of(drop("fd77:0:0:66::/64"))));

      assertThat(mallory6.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(echo(mallory, "still here")).isEqualTo("still here");
    }
  }

  @Test
  void block_withoutEndingConnections_dropsTheirPacketsAllTheSame() throws Exception {
    try (HostFirewall firewall = firewall(false)) {
      Process session = session(MALLORY);

      done(firewall.block(List.of(drop(MALLORY))));
      write(session, "lost");

      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (dropped(firewall).packets() == 0) {
        assertThat(System.nanoTime()).isLessThan(end);
      }
      assertThat(session.isAlive()).isTrue();
      assertThat(session.getInputStream().available()).isZero();
      done(firewall.unblock(List.of(prefix(MALLORY))));
      assertThat(session.inputReader(StandardCharsets.US_ASCII).readLine()).isEqualTo("lost");
    }
  }

  private HostFirewall firewall(boolean endConnections) {
    HostFirewall firewall =
        Adapter.LIBRARY.open(
            cable,
            new FirewallSettings(Way.LIBRARY, FirewallSettings.DEFAULT_TABLE, endConnections));
    done(firewall.reload(List.of()));
    return firewall;
  }

  /** Opens a session that says back what it is told. */
  private Process session(String from) throws Exception {
    String to = from.indexOf(':') < 0 ? "10.77.0.1" : "fd77::1";
    for (int i = 0; i < OPEN_TRIES_MAX; i++) { // sshd takes a moment to listen
      Process session =
          start(
              cable.inAttacker(
                  "ssh",
                  "-b",
                  from,
                  "-i",
                  directory.resolve("client").toString(),
                  "-o",
                  "BatchMode=yes",
                  "-o",
                  "StrictHostKeyChecking=no",
                  "-o",
                  "UserKnownHostsFile=/dev/null",
                  "-o",
                  "LogLevel=ERROR",
                  "root@" + to,
                  "echo ready; cat"));
      String word = session.inputReader(StandardCharsets.US_ASCII).readLine();
      if ("ready".equals(word)) {
        return session;
      }
      assertThat(session.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    throw new AssertionError("no session: " + Files.readString(directory.resolve("out.0")));
  }

  private static String echo(Process session, String line) throws IOException {
    write(session, line);
    BufferedReader reader = session.inputReader(StandardCharsets.US_ASCII);
    return reader.readLine();
  }

  private static void write(Process session, String line) throws IOException {
    OutputStream output = session.getOutputStream();
    output.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    output.flush();
  }

  private String connections() throws Exception {
    Path file = directory.resolve("ss.out");
    Process list =
        new ProcessBuilder(cable.inVictim("ss", "-tnH"))
            .redirectErrorStream(true)
            .redirectOutput(file.toFile())
            .start();
    assertThat(list.waitFor()).isZero();
    return Files.readString(file);
  }

  private Process start(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectError(directory.resolve("out." + started.size()).toFile())
            .start();
    started.add(process);
    return process;
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  private static Dropped dropped(HostFirewall firewall) {
    return firewall
        .dropped(List.of(prefix(MALLORY)))
        .toCompletableFuture()
        .join()
        .getOrDefault(prefix(MALLORY), Dropped.NOTHING);
  }

  private static Drop drop(String target) {
    return new Drop(prefix(target), Optional.of(Instant.now().plus(Duration.ofMinutes(10))));
  }

  private static AddressPrefix prefix(String text) {
    return AddressPrefix.parse(text).orElseThrow();
  }

  private static void done(CompletionStage<Done> stage) {
    assertThat(stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join())
        .isEqualTo(Done.getInstance());
  }

  private static VethPair cable() {
    RealKernel.require();
    return new VethPair("tldos" + ProcessHandle.current().pid());
  }
}
