package io.threatlockdown.core.source.integrity;

import static java.util.Objects.requireNonNull;

import io.threatlockdown.core.event.Latin1;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Asks the file system about what is held. Remembers the names of users for a minute. */
final class Stat {
  private static final long NAMES_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int NAMES_MAX = 1_000;

  /**
   * What was found.
   *
   * @param changed when any of it last changed, by the kernel's word
   */
  record Found(FileState state, FileTime written, FileTime changed) {
    /** Whether the file was left alone in between. */
    boolean isSameAs(Found later) {
      return state.size() == later.state.size()
          && written.equals(later.written)
          && changed.equals(later.changed);
    }
  }

  private final Map<String, String> names = new LinkedHashMap<>();
  private final LongSupplier nanos;
  private long namesSince;

  Stat(LongSupplier nanos) {
    this.nanos = nanos;
    this.namesSince = nanos.getAsLong();
  }

  Found of(PathHolder.Held held) throws IOException {
    Map<String, Object> facts =
        Files.readAttributes(
            held.path(), "unix:size,mode,uid,gid,lastModifiedTime,ctime,dev,ino", held.options());
    int uid = (int) number(facts, "uid");
    int gid = (int) number(facts, "gid");
    FileTime written = (FileTime) requireNonNull(facts.get("lastModifiedTime"));
    return new Found(
        new FileState(
            number(facts, "size"),
            (int) number(facts, "mode"),
            uid,
            gid,
            name(held, "owner", uid),
            name(held, "group", gid),
            written.to(TimeUnit.SECONDS),
            number(facts, "dev"),
            number(facts, "ino"),
            Digests.UNKNOWN),
        written,
        (FileTime) requireNonNull(facts.get("ctime")));
  }

  private String name(PathHolder.Held held, String kind, int id) throws IOException {
    long now = nanos.getAsLong();
    if (now - namesSince > NAMES_NANOS || names.size() >= NAMES_MAX) {
      names.clear();
      namesSince = now;
    }
    String key = kind + id;
    String known = names.get(key);
    if (known == null) {
      Map<String, Object> facts = Files.readAttributes(held.path(), "unix:" + kind, held.options());
      known = Latin1.ofText(requireNonNull(facts.get(kind)).toString());
      names.put(key, known);
    }
    return known;
  }

  private static long number(Map<String, Object> facts, String name) {
    return ((Number) requireNonNull(facts.get(name))).longValue();
  }
}
