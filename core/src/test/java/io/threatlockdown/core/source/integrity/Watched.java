package io.threatlockdown.core.source.integrity;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.source.LineBatch;
import io.threatlockdown.core.source.SourceListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A directory watched by a reader on a thread of its own, as the service runs it. */
final class Watched implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final long LIMIT_SECONDS = 20;
  private static final Decoders DECODERS = Decoders.read(List.of(), problem -> {});

  private final BlockingQueue<LineBatch> batches = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();
  private final Deque<LogLine> lines = new ArrayDeque<>();
  private final FileIntegrity integrity;
  private final IntegrityReader reader;
  private final Thread thread;
  private boolean commits = true;

  private Watched(FileIntegrity integrity) {
    this.integrity = integrity;
    this.reader = integrity.reader(listener());
    this.thread = new Thread(this::read, "watched");
    thread.start();
  }

  /** Watches, and waits until everything was looked through. */
  static Watched start(Path data, IntegritySettings settings) {
    Watched watched = begin(data, settings);
    watched.awaitReport("up");
    return watched;
  }

  /** Watches. */
  static Watched begin(Path data, IntegritySettings settings) {
    return begin(data, settings, PathHolder.BY_NAME);
  }

  static Watched begin(Path data, IntegritySettings settings, PathHolder holder) {
    try {
      return new Watched(
          new FileIntegrity(
              settings,
              data.resolve("integrity"),
              ReportingHost.local("web01"),
              Clock.fixed(NOON, ZoneOffset.UTC),
              holder,
              new Reports(new LinkedBlockingQueue<>())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static IntegritySettings settings(WatchedPath... paths) {
    return settings(IntegritySettings.Limits.DEFAULT, paths);
  }

  static IntegritySettings settings(IntegritySettings.Limits limits, WatchedPath... paths) {
    return new IntegritySettings(
        List.of(paths),
        path -> path.contains("/ignored"),
        path -> path.contains("/secret"),
        new IntegritySettings.Schedule(
            Optional.of(Duration.ofHours(12)), Optional.empty(), Optional.empty()),
        true,
        Set.of(IntegritySettings.SkippedFileSystem.values()),
        limits);
  }

  static WatchedPath realtime(Path path) {
    return path(path.toString(), true, false, false, 256);
  }

  static WatchedPath scheduled(Path path) {
    return path(path.toString(), false, false, false, 256);
  }

  static WatchedPath path(
      String pattern, boolean realtime, boolean reports, boolean protects, int level) {
    return new WatchedPath(
        pattern,
        Check.ALL,
        realtime,
        reports,
        protects,
        level,
        Optional.empty(),
        false,
        1 << 20,
        List.of());
  }

  /** Writes the file as a whole: nobody sees it empty. */
  static void write(Path file, String text) {
    try {
      Path made = Files.createTempFile("made", "");
      Files.write(made, text.getBytes(StandardCharsets.ISO_8859_1));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on what is read is not answered for. */
  void stopCommits() {
    commits = false;
  }

  /** Returns the next event, decoded as the service decodes it. */
  Event next() {
    return nextWithin(LIMIT_SECONDS).orElseThrow(() -> new AssertionError("no event came"));
  }

  private Optional<Event> nextWithin(long seconds) {
    try {
      while (lines.isEmpty()) {
        LineBatch batch = batches.poll(seconds, TimeUnit.SECONDS);
        if (batch == null) {
          return Optional.empty();
        }
        lines.addAll(batch.lines());
        if (commits) {
          batch.committed().run();
        }
      }
      return Optional.of(DECODERS.decode(lines.remove()));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns what the next events are about, each as {@code event path}, until one is about it. */
  List<String> until(Path last) {
    List<String> all = new java.util.ArrayList<>();
    do {
      all.add(shortly(next()));
    } while (!all.get(all.size() - 1).endsWith(" " + last));
    return all;
  }

  static String shortly(Event event) {
    return field(event, "event_type") + " " + field(event, "file");
  }

  static String field(Event event, String name) {
    return event.dynamicField(name).orElse("");
  }

  void awaitReport(String begin) {
    try {
      String report = reports.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      while (report != null && !report.startsWith(begin)) {
        report = reports.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
      if (report == null) {
        throw new AssertionError("no report " + begin);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  ProtectedCopies copies() {
    return integrity.protectedCopies();
  }

  private void read() {
    try {
      while (true) {
        batches.add(reader.next().orElseThrow());
      }
    } catch (InterruptedException e) {
      reader.close();
    }
  }

  /** Ends the reader, as a stop or the end of its stream does. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    integrity.close();
  }

  private SourceListener listener() {
    return new Reports(reports);
  }

  private record Reports(BlockingQueue<String> all) implements SourceListener {
    @Override
    public void up(String source) {
      all.add("up");
    }

    @Override
    public void degraded(String source, String reason) {
      all.add("degraded " + reason);
    }

    @Override
    public void gone(String source, String reason) {
      all.add("gone " + reason);
    }

    @Override
    public void rejected(String source, int lines, String reason) {
      all.add("rejected " + lines + " " + reason);
    }

    @Override
    public void lost(String source, String reason) {
      all.add("lost " + reason);
    }
  }

  /** Returns all fields of an event, for messages. */
  static Map<String, String> fields(Event event) {
    return event.dynamicFields().stream()
        .collect(Collectors.toMap(f -> f.name(), f -> f.value(), (a, b) -> a));
  }
}
