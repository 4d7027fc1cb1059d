package io.threatlockdown.ops.output;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Health.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text file that is appended to by a thread of its own. {@link #add} never waits for the disk;
 * what has gathered is written at once, in one write. While the disk refuses, it is tried again
 * every {@value #RETRY_SECONDS} s, and what no longer fits the queue is lost and counted. The file
 * is opened for every write, so that others may rename or remove it, and appended to, since
 * response programs write to active-responses.log too.
 */
final class LineFile<T> implements AutoCloseable {
  /** How long it waits after a failed write. */
  static final int RETRY_SECONDS = 1;

  /** The most bytes of one write, but for a single larger item. */
  static final int WRITE_BYTES_MAX = 4 << 20;

  /** How long {@link #close} waits for what is queued. */
  static final int CLOSE_SECONDS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(LineFile.class);
  private static final FileAttribute<?> DIRECTORY_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"));
  private static final FileAttribute<?> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

  private record Waiting<T>(T item, long bytes) {}

  private final String name;
  private final Path path;
  private final OutputLimits limits;
  private final Function<T, String> form;
  private final Health health;
  private final Thread thread;

  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Waiting<T>> queue = new ArrayDeque<>();
  private long queuedBytes = 0;
  private long lost = 0;
  private boolean failing = false;
  private boolean closed = false;

  /**
   * Starts the thread. Nothing is written yet.
   *
   * @param form makes the text of an item, its newlines included; run on the writing thread
   */
  LineFile(Path path, OutputLimits limits, Function<T, String> form, Health health) {
    this.name = String.valueOf(path.getFileName());
    this.path = path;
    this.limits = limits;
    this.form = form;
    this.health = health;
    this.thread = new Thread(this::run, "tld-" + name);
    thread.setDaemon(true);
    health.report(name, Status.UP, "");
    thread.start();
  }

  /**
   * Queues an item; it is lost if the queue is full.
   *
   * @param bytes about how much memory it holds
   */
  void add(T item, long bytes) {
    lock.lock();
    try {
      boolean fits = queue.isEmpty() || queuedBytes + bytes <= limits.queueBytesMax();
      if (closed || !fits) {
        lost++;
      } else {
        queue.add(new Waiting<>(item, bytes));
        queuedBytes += bytes;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many items were lost so far. */
  long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** Writes what is queued, tries for at most {@value #CLOSE_SECONDS} s, and stops. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (List<T> batch = next(); !batch.isEmpty(); batch = next()) {
        write(batch);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for items and takes up to one write's worth; empty when closed and done. */
  private List<T> next() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        changed.await();
      }
      List<T> batch = new ArrayList<>();
      long bytes = 0;
      for (Waiting<T> head = queue.peek(); head != null; head = queue.peek()) {
        bytes += head.bytes();
        if (bytes > WRITE_BYTES_MAX && !batch.isEmpty()) {
          break;
        }
        batch.add(head.item());
        queue.remove();
        queuedBytes -= head.bytes();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<T> batch) throws InterruptedException {
    byte[] bytes = text(batch).getBytes(StandardCharsets.UTF_8);
    while (true) {
      try {
        append(bytes);
        succeeded();
        return;
      } catch (IOException refused) {
        failed(refused);
        if (!again()) {
          lose(batch.size());
          return;
        }
      }
    }
  }

  private String text(List<T> batch) {
    StringBuilder text = new StringBuilder();
    for (T item : batch) {
      try {
        text.append(form.apply(item));
      } catch (RuntimeException bug) {
        LOG.error("Cannot put an entry of {} into words; it is lost", path, bug);
        lose(1);
      }
    }
    return text.toString();
  }

  private void append(byte[] bytes) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory, DIRECTORY_MODE);
    }
    if (Files.exists(path) && Files.size(path) >= limits.fileBytesMax()) {
      rotate();
    }
    if (Files.notExists(path)) {
      Files.createFile(path, FILE_MODE);
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.APPEND)) {
      long end = file.size();
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      try {
        while (buffer.hasRemaining()) {
          int unused = file.write(buffer);
        }
      } catch (IOException torn) {
        if (file.size() == end + buffer.position()) { // Else others have written too.
          file.truncate(end); // No half line may stay behind.
        }
        throw torn;
      }
    }
  }

  private void rotate() throws IOException {
    for (int i = limits.filesMax() - 1; i > 0; i--) {
      Path from = i == 1 ? path : numbered(i - 1);
      if (Files.exists(from)) {
        Files.move(from, numbered(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(path);
  }

  private Path numbered(int number) {
    return path.resolveSibling(name + "." + number);
  }

  private void succeeded() {
    if (failing) {
      failing = false;
      long lostSoFar = lost();
      LOG.info("Writing {} again; {} entries were lost so far", path, lostSoFar);
      health.report(name, Status.UP, lostSoFar == 0 ? "" : lostSoFar + " entries were lost");
    }
  }

  private void failed(IOException refused) {
    if (!failing) {
      LOG.warn("Cannot write {}, trying again: {}", path, refused.toString());
    }
    failing = true;
    health.report(
        name, Status.DEGRADED, "cannot write: " + refused + "; " + lost() + " entries were lost");
  }

  /** Waits until it is time to try again; false if there is no more time. */
  private boolean again() throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(RETRY_SECONDS);
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void lose(int items) {
    lock.lock();
    try {
      lost += items;
    } finally {
      lock.unlock();
    }
  }
}
