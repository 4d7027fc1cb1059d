package io.threatlockdown.ops.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A network namespace of our own, and a thread that lives in it: sockets which that thread opens
 * are the namespace's.
 */
final class NetworkNamespace implements AutoCloseable {
  private static final int CLONE_NEWNET = 0x4000_0000;
  private static final int O_RDONLY = 0;
  private static final int O_CLOEXEC = 0x8_0000;

  private final String name;
  private final ExecutorService resident;

  private NetworkNamespace(String name) {
    this.name = name;
    this.resident =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "in " + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Makes the namespace, with its loopback up. */
  static NetworkNamespace create(String name) {
    var unused = Programs.runOk(List.of("ip", "netns", "add", name));
    NetworkNamespace namespace = new NetworkNamespace(name);
    try {
      namespace.ip("link", "set", "lo", "up");
      int status = namespace.call(namespace::enter);
      if (status != 0) {
        throw new DemoException("cannot enter the network namespace " + name);
      }
      return namespace;
    } catch (DemoException failed) {
      namespace.close();
      throw failed;
    }
  }

  String name() {
    return name;
  }

  /** Returns the command that runs this command here. It replaces itself: one process, one id. */
  List<String> inside(List<String> command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(Programs.resolved(command));
    return Programs.resolved(all);
  }

  /** Configures the namespace by {@code ip}. */
  void ip(String... words) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name));
    command.addAll(List.of(words));
    var unused = Programs.runOk(command);
  }

  /** Runs the task on the thread that lives here. One at a time. */
  <T> T call(Callable<T> task) {
    try {
      return resident.submit(task).get();
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw new DemoException("in " + name + ": " + (cause == null ? failed : cause));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted in " + name);
    }
  }

  /** Ends every process that lives here, then the namespace. */
  @Override
  public void close() {
    resident.shutdownNow();
    Programs.run(List.of("ip", "netns", "pids", name))
        .output()
        .lines()
        .filter(line -> line.matches("\\d{1,9}"))
        .mapToLong(Long::parseLong)
        .filter(pid -> pid != ProcessHandle.current().pid())
        .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    var unused = Programs.run(List.of("ip", "netns", "del", name));
  }

  private int enter() {
    int file = LibC.INSTANCE.open("/run/netns/" + name, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
      return file;
    }
    int status = LibC.INSTANCE.setns(file, CLONE_NEWNET);
    int unused = LibC.INSTANCE.close(file);
    return status;
  }
}
