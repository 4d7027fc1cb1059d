package io.threatlockdown.core.source.integrity;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens in directories (inotify, where there is). What happens while nobody listens is
 * kept, up to the kernel's limit; beyond it the directory as a whole is named. Owned by one thread.
 */
final class TreeWatch implements Closeable {
  /** The most directories; the kernel's limit may be lower (fs.inotify.max_user_watches). */
  static final int DIRECTORIES_MAX = 262_144;

  /**
   * Something has happened.
   *
   * @param name of what it happened to, in the directory; empty: to an unknown part of it
   */
  record Noticed(String directory, Optional<String> name) {}

  private final Map<WatchKey, String> directories = new HashMap<>();
  private final @Nullable WatchService service;
  private String trouble = "";

  TreeWatch() {
    this.service = open();
  }

  private @Nullable WatchService open() {
    try {
      return FileSystems.getDefault().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      trouble = "inotify is not to be had: " + e.getMessage();
      return null;
    }
  }

  /**
   * Watches a directory from now on, unless there is trouble.
   *
   * @param through a path that leads to it now
   * @param directory what it is to be called
   * @return whether it was not watched before
   */
  boolean add(Path through, String directory) {
    if (service == null) {
      return false;
    }
    if (directories.size() >= DIRECTORIES_MAX) {
      trouble = "more than " + DIRECTORIES_MAX + " directories are to be watched";
      return false;
    }
    try {
      // The same directory has the same key, whatever it is called by now.
      WatchKey key =
          through.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      return directories.put(key, directory) == null;
    } catch (IOException e) {
      trouble = "inotify: " + e.getMessage();
      return false;
    }
  }

  /** Returns why not everything is heard; empty if all is. */
  String trouble() {
    return trouble;
  }

  /** Waits for something to happen, at most so long, and returns all that did. */
  List<Noticed> await(long nanos) throws InterruptedException {
    if (service == null) {
      TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos));
      return List.of();
    }
    try {
      List<Noticed> all = new ArrayList<>();
      WatchKey key = nanos > 0 ? service.poll(nanos, TimeUnit.NANOSECONDS) : service.poll();
      while (key != null) {
        String directory = directories.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
          if (directory != null) {
            all.add(noticed(directory, event));
          }
        }
        if (!key.reset()) {
          directories.remove(key);
        }
        key = service.poll();
      }
      return all;
    } catch (ClosedWatchServiceException e) {
      throw new InterruptedException("closed");
    }
  }

  private static Noticed noticed(String directory, WatchEvent<?> event) {
    return event.context() instanceof Path name
        ? new Noticed(directory, Optional.of(PathBytes.ofName(name)))
        : new Noticed(directory, Optional.empty());
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
