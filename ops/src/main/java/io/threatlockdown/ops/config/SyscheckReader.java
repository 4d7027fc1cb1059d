package io.threatlockdown.ops.config;

import io.threatlockdown.core.source.integrity.IntegritySettings;
import io.threatlockdown.core.source.integrity.IntegritySettings.SkippedFileSystem;
import io.threatlockdown.core.source.integrity.WatchedPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads {@code <syscheck>}: which files are watched, and how. */
final class SyscheckReader {
  private static final int FILES_MAX = 10_000_000;
  private static final int SECONDS_MAX = 999_999_999;

  /** Elements without effect here whose presence asks for nothing that matters. */
  private static final Set<String> ACCEPTED = Set.of("auto_ignore", "database", "synchronization");

  /** Elements without effect here. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "allow_remote_prefilter_cmd",
          "max_files_per_second",
          "prefilter_cmd",
          "process_priority",
          "registry_ignore",
          "registry_limit",
          "registry_nodiff",
          "whodata",
          "windows_audit_interval",
          "windows_registry");

  private static final Map<String, SkippedFileSystem> SKIPPED =
      Map.of(
          "skip_nfs", SkippedFileSystem.NFS,
          "skip_dev", SkippedFileSystem.DEV,
          "skip_proc", SkippedFileSystem.PROC,
          "skip_sys", SkippedFileSystem.SYS);

  private static final List<String> ELEMENTS =
      List.of(
          "directories, ignore, nodiff, frequency, scan_on_start, scan_time, scan_day, disabled,"
              + " file_limit, max_eps, diff, skip_nfs, skip_dev, skip_proc, skip_sys, and elements"
              + " that have no effect here such as synchronization");

  private final List<WatchedPath> paths = new ArrayList<>();
  private final SyscheckPatterns ignores = new SyscheckPatterns();
  private final SyscheckPatterns hidden = new SyscheckPatterns();
  private final ScanTimes times = new ScanTimes();
  private final Set<SkippedFileSystem> skipped = EnumSet.allOf(SkippedFileSystem.class);
  private final Set<String> warned = new HashSet<>();
  private boolean scanOnStart = true;
  private boolean isDisabled;
  private IntegritySettings.Limits limits = IntegritySettings.Limits.DEFAULT;

  IntegritySettings settings() {
    return isDisabled || paths.isEmpty()
        ? IntegritySettings.NONE
        : new IntegritySettings(
            paths, ignores.any(), hidden.any(), times.schedule(), scanOnStart, skipped, limits);
  }

  void read(ConfElement section) {
    DiffLimits diff = new DiffLimits(hidden);
    section.children().stream()
        .filter(child -> child.name().equals("diff"))
        .forEach(child -> limits = diff.read(child, limits));
    for (ConfElement child : section.children()) {
      switch (child.name()) {
        case "directories" ->
            paths.addAll(DirectoriesReader.read(child, diff.fileBytesMax(), warned));
        case "ignore" -> ignores.add(child);
        case "nodiff" -> hidden.add(child);
        case "frequency" ->
            child.number(1, SECONDS_MAX).ifPresent(s -> times.every(Duration.ofSeconds(s)));
        case "scan_on_start" -> scanOnStart = child.isYes();
        case "scan_time" -> times.time(child);
        case "scan_day" -> times.day(child);
        case "disabled" -> isDisabled = child.isYes();
        case "file_limit" -> fileLimit(child);
        case "max_eps" -> maxEps(child);
        case "alert_new_files" -> {
          if (!child.isYes()) {
            child.warning("has no effect here; a rule of level 0 below 554 silences new files");
          }
        }
        case "diff" -> {}
        default -> readOther(section, child);
      }
    }
  }

  private void readOther(ConfElement section, ConfElement child) {
    Optional<SkippedFileSystem> kind = Optional.ofNullable(SKIPPED.get(child.name()));
    if (kind.isPresent()) {
      boolean isSkipped = child.isYes();
      var unused = isSkipped ? skipped.add(kind.get()) : skipped.remove(kind.get());
    } else if (UNSUPPORTED.contains(child.name())) {
      if (warned.add(child.name())) {
        child.warning("has no effect here");
      }
    } else if (!ACCEPTED.contains(child.name())) {
      child.unknown(section, ELEMENTS);
    }
  }

  private void fileLimit(ConfElement section) {
    Scalars scalars = section.scalars(List.of("enabled", "entries"));
    boolean isLimited = scalars.find("enabled").map(ConfElement::isYes).orElse(true);
    OptionalInt entries =
        scalars.find("entries").map(each -> each.number(1, FILES_MAX)).orElse(OptionalInt.empty());
    int files = entries.orElse(limits.files());
    if (!isLimited) {
      section.warning("is disabled; no more than " + FILES_MAX + " files are watched");
    }
    limits = limits(isLimited ? files : FILES_MAX, limits.eventsPerSecond());
  }

  private void maxEps(ConfElement element) {
    element.number(0, 1_000_000).ifPresent(each -> limits = limits(limits.files(), each));
  }

  private IntegritySettings.Limits limits(int files, int eventsPerSecond) {
    return new IntegritySettings.Limits(
        files,
        limits.hashedBytes(),
        eventsPerSecond,
        limits.diffStoreBytes(),
        limits.protectedBytes());
  }
}
