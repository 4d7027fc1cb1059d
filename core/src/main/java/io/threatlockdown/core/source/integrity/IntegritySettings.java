package io.threatlockdown.core.source.integrity;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is watched, and how: {@code <syscheck>} of ossec.conf.
 *
 * @param paths of two for one path the last counts; empty: nothing is watched
 * @param ignores paths that are not watched
 * @param hidden paths of which no content is told ({@code <nodiff>})
 * @param schedule when everything is looked through
 * @param scanOnStart whether it is looked through at the start as well
 * @param skipped file systems that are not entered
 * @param limits how much of anything there may be
 */
public record IntegritySettings(
    List<WatchedPath> paths,
    Predicate<String> ignores,
    Predicate<String> hidden,
    Schedule schedule,
    boolean scanOnStart,
    Set<SkippedFileSystem> skipped,
    Limits limits) {
  /** Nothing is watched. */
  public static final IntegritySettings NONE =
      new IntegritySettings(
          List.of(),
          path -> false,
          path -> false,
          new Schedule(Optional.of(Duration.ofHours(12)), Optional.empty(), Optional.empty()),
          true,
          Set.of(),
          Limits.DEFAULT);

  public IntegritySettings {
    paths = List.copyOf(paths);
    skipped = Set.copyOf(skipped);
  }

  /** A kind of file system that is not entered. */
  public enum SkippedFileSystem {
    /** Files of another host. */
    NFS,
    /** Devices. */
    DEV,
    /** Processes. */
    PROC,
    /** The kernel's objects. */
    SYS;

    boolean has(String type) {
      return switch (this) {
        case NFS -> Set.of("nfs", "nfs4", "cifs", "smb3").contains(type);
        case DEV -> type.equals("devtmpfs");
        case PROC -> type.equals("proc");
        case SYS -> type.equals("sysfs");
      };
    }
  }

  /**
   * When everything is looked through.
   *
   * @param every how long after the last time it began
   * @param at a time of day, on every day unless one is named
   */
  public record Schedule(
      Optional<Duration> every, Optional<LocalTime> at, Optional<DayOfWeek> day) {}

  /**
   * Bounds.
   *
   * @param files how many files are watched; further ones are not, and that is said
   * @param hashedBytes of larger files the content is not looked at
   * @param eventsPerSecond how many changes are reported in a second; the rest waits. 0: any number
   * @param diffStoreBytes how much the copies for telling changes take
   * @param protectedBytes how much the protected copies take
   */
  public record Limits(
      int files, long hashedBytes, int eventsPerSecond, long diffStoreBytes, long protectedBytes) {
    /** Wazuh's defaults; a gigabyte for each store. */
    public static final Limits DEFAULT = new Limits(100_000, 1L << 30, 50, 1L << 30, 1L << 30);
  }
}
