package io.threatlockdown.ops.firewall;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Two fresh network namespaces joined by a cable: a victim with a firewall, and an attacker. */
public final class VethPair implements AutoCloseable {
  private static final int CLONE_NEWNET = 0x4000_0000;
  private static final int O_RDONLY = 0;
  private static final int PORT = 2_222;

  private final String victim;
  private final String attacker;
  private final CompletableFuture<ServerSocket> listener;
  private final ExecutorService attackerThread;

  /** Makes them; the name is the beginning of theirs. */
  public VethPair(String name) {
    victim = name + "v";
    attacker = name + "a";
    ip("netns", "add", victim);
    ip("netns", "add", attacker);
    ip("-n", victim, "link", "add", "v0", "type", "veth", "peer", "name", "a0", "netns", attacker);
    ip("-n", victim, "addr", "add", "10.77.0.1/16", "dev", "v0");
    ip("-n", victim, "addr", "add", "fd77::1/32", "dev", "v0", "nodad");
    ip("-n", victim, "link", "set", "v0", "up");
    ip("-n", attacker, "link", "set", "a0", "up");
    // A thread that entered a namespace is of no other use.
    listener = CompletableFuture.supplyAsync(this::listen, task -> daemon(task).start());
    attackerThread = Executors.newSingleThreadExecutor(VethPair::daemon);
    CompletableFuture.runAsync(() -> enter(attacker), attackerThread).join();
    listener.join();
  }

  /** Returns a firewall of the victim, by the library. */
  public HostFirewall firewall() {
    return Firewalls.library(FirewallSettings.DEFAULT, this::enter);
  }

  /** Runs ip where the victim is. */
  public void victimIp(String... words) {
    List<String> command = new ArrayList<>(List.of("-n", victim));
    command.addAll(List.of(words));
    ip(command.toArray(String[]::new));
  }

  /** Gives the attacker one more address. */
  public void attackerAddress(String address) {
    boolean ipv4 = address.indexOf(':') < 0;
    if (ipv4) {
      ip("-n", attacker, "addr", "add", address + "/16", "dev", "a0");
    } else {
      ip("-n", attacker, "addr", "add", address + "/32", "dev", "a0", "nodad");
    }
  }

  /** Whether a TCP connection from the address is answered within 300 ms. */
  public boolean reaches(String from) {
    String to = from.indexOf(':') < 0 ? "10.77.0.1" : "fd77::1";
    return CompletableFuture.supplyAsync(() -> connects(from, to), attackerThread).join();
  }

  /** Runs nft where the victim is, and returns what it writes. */
  public String nft(String... words) {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", victim, "nft"));
    command.addAll(List.of(words));
    Ended ended = run(command);
    return ended.status() == 0 ? ended.output() : "failed: " + ended.output();
  }

  /** Returns a command that runs where the victim is. */
  public List<String> inVictim(String... words) {
    return inside(victim, words);
  }

  /** Returns a command that runs where the attacker is. */
  public List<String> inAttacker(String... words) {
    return inside(attacker, words);
  }

  private static List<String> inside(String namespace, String... words) {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    command.addAll(List.of(words));
    return command;
  }

  /** Moves the calling thread, and what it starts, to the victim's namespace for good. */
  public void enter() {
    enter(victim);
  }

  @Override
  public void close() {
    attackerThread.shutdownNow();
    try {
      listener.join().close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    var unused = run(List.of("ip", "netns", "del", victim));
    unused = run(List.of("ip", "netns", "del", attacker));
  }

  private static boolean connects(String from, String to) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress(to, PORT), 300);
      return true;
    } catch (IOException notAnswered) {
      return false;
    }
  }

  /** Answers connections; whoever opens a socket decides its namespace. */
  private ServerSocket listen() {
    enter(victim);
    try {
      ServerSocket server = new ServerSocket(PORT);
      daemon(() -> accept(server)).start();
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket accepted = server.accept()) {
        accepted.shutdownOutput();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void enter(String namespace) {
    int file = LibC.INSTANCE.open("/run/netns/" + namespace, O_RDONLY);
    if (file < 0 || LibC.INSTANCE.setns(file, CLONE_NEWNET) != 0) {
      throw new IllegalStateException("cannot enter namespace " + namespace);
    }
    int unused = LibC.INSTANCE.close(file);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private static void ip(String... words) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    Ended ended = run(command);
    if (ended.status() != 0) {
      throw new IllegalStateException(command + ": " + ended.output());
    }
  }

  private static Ended run(List<String> command) {
    try {
      Path output = Files.createTempFile("veth", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(20, TimeUnit.SECONDS);
        process.destroyForcibly();
        return new Ended(ended ? process.exitValue() : -1, Files.readString(output));
      } finally {
        Files.delete(output);
      }
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(String.join(" ", command), failed);
    }
  }

  private record Ended(int status, String output) {}

  /** The functions of the C library in use. */
  private interface LibC extends Library {
    LibC INSTANCE = Native.load("c", LibC.class);

    int open(String path, int flags);

    int setns(int file, int kind);

    int close(int file);
  }
}
