package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.ops.netlink.Netlink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The {@code nft} program, started for every script: about 15 milliseconds each. */
final class NftProgram implements Nft {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
  private static final int OUTPUT_MAX = 8_192;

  /** How many of our latest processes are remembered. */
  private static final int OWN_MAX = 256;

  private final Path program;
  private final NftReader reader = NftReader.open();
  private final Netlink notices = NftWatch.socket();
  private final Set<Integer> own =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
                  return size() > OWN_MAX;
                }
              }));

  NftProgram(Path program) {
    this.program = program;
  }

  /** Returns the program from where distributions put it, or from the PATH; empty if nowhere. */
  static Optional<Path> find() {
    Optional<String> path = Optional.ofNullable(System.getenv("PATH"));
    return Stream.concat(
            Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/usr/local/sbin"),
            path.stream().flatMap(dirs -> Stream.of(dirs.split(":", -1))))
        .filter(dir -> dir.startsWith("/"))
        .map(dir -> Path.of(dir, "nft"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public Answer run(String script) {
    try {
      ProcessBuilder builder = new ProcessBuilder(program.toString(), "-f", "-");
      builder.environment().put("LC_ALL", "C");
      Process process = builder.redirectErrorStream(true).start();
      own.add((int) process.pid()); // Its first netlink socket has this port.
      var unused =
          process
              .onExit()
              .orTimeout(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS)
              .exceptionally(late -> process.destroyForcibly());
      feed(process, script);
      String output = drain(process.getInputStream());
      return process.waitFor() == 0
          ? Answer.DONE
          : Answer.failed(output, "No such file or directory", "File exists");
    } catch (IOException failed) {
      return new Answer(Outcome.FAILED, program + ": " + failed.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Answer(Outcome.FAILED, program + " was interrupted");
    }
  }

  @Override
  public Map<AddressPrefix, Dropped> read(String table, Collection<AddressPrefix> targets) {
    return reader.read(table, targets);
  }

  @Override
  public boolean holds(String table, String set, byte[] key) {
    return reader.holds(table, set, key);
  }

  @Override
  public Optional<Netlink> notices() {
    return Optional.of(notices);
  }

  @Override
  public boolean isOwn(int port) {
    return own.contains(port);
  }

  @Override
  public Duration checkEvery() {
    return Duration.ofSeconds(10);
  }

  @Override
  public void close() {
    reader.close();
  }

  private static void feed(Process process, String script) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(script.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException endedEarly) {
      // Its output and exit status say why.
    }
  }

  private static String drain(InputStream output) throws IOException {
    String text = new String(output.readNBytes(OUTPUT_MAX), StandardCharsets.ISO_8859_1);
    output.transferTo(OutputStream.nullOutputStream());
    return text;
  }
}
