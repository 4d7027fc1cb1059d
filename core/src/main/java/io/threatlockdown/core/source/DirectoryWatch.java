package io.threatlockdown.core.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits until something happens in some directories (inotify, where there is). An event only says
 * that it is time to look: whoever waits looks at everything after each wait, so that no event that
 * comes before the look is missed, and one that comes after it ends the next wait.
 */
final class DirectoryWatch implements Closeable {
  /** How often to look where events are not to be had, in nanoseconds. */
  private static final long LOOK_NANOS = 100_000_000L;

  private record Watched(FileId id, WatchKey key) {}

  private final Map<Path, Watched> watched = new HashMap<>();
  private final Consumer<String> trouble;
  private final @Nullable WatchService service;
  private boolean isBlind;

  DirectoryWatch(Consumer<String> trouble) {
    this.trouble = trouble;
    this.service = open();
  }

  private @Nullable WatchService open() {
    try {
      return FileSystems.getDefault().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      trouble.accept("files are polled, inotify is not to be had: " + e.getMessage());
      return null;
    }
  }

  /** Watches these directories from now on, and returns whether any is newly watched. */
  boolean watch(Set<Path> directories) {
    WatchService events = service;
    if (events == null) {
      return false;
    }
    watched
        .entrySet()
        .removeIf(
            entry -> {
              boolean isLeft = !directories.contains(entry.getKey());
              if (isLeft) {
                entry.getValue().key().cancel();
              }
              return isLeft;
            });
    isBlind = false;
    boolean isAnyNew = false;
    for (Path directory : directories) {
      isAnyNew |= watch(directory, events);
    }
    return isAnyNew;
  }

  private boolean watch(Path directory, WatchService events) {
    try {
      Optional<FileFacts> facts = FileFacts.ifPresent(directory);
      Watched known = watched.get(directory);
      if (facts.isEmpty()) {
        watched.remove(directory);
        return false;
      }
      FileId id = facts.get().id();
      if (known != null && known.id().equals(id) && known.key().isValid()) {
        return false;
      }
      WatchKey key =
          directory.register(
              events,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      watched.put(directory, new Watched(id, key));
      return true;
    } catch (IOException e) {
      isBlind = true;
      trouble.accept("files in " + directory + " are polled: " + e.getMessage());
      return false;
    }
  }

  /** Waits for an event or the time, and returns whether a name may have come into being. */
  boolean await(long nanos) throws InterruptedException {
    WatchService events = service;
    if (events == null || isBlind) {
      TimeUnit.NANOSECONDS.sleep(Math.min(nanos, LOOK_NANOS));
      if (events == null) {
        return true;
      }
    }
    try {
      boolean isCreated = false;
      WatchKey key = isBlind ? events.poll() : events.poll(nanos, TimeUnit.NANOSECONDS);
      while (key != null) {
        for (WatchEvent<?> event : key.pollEvents()) {
          isCreated |= !event.kind().equals(StandardWatchEventKinds.ENTRY_MODIFY);
        }
        var unused = key.reset(); // A key whose directory is gone is invalid, and replaced later.
        key = events.poll();
      }
      return isCreated;
    } catch (ClosedWatchServiceException e) {
      throw new InterruptedException("closed");
    }
  }

  @Override
  public void close() {
    try {
      if (service != null) {
        service.close();
      }
    } catch (IOException e) {
      // Nothing is waited for any more.
    }
  }
}
