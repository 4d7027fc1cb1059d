package io.threatlockdown.core.source.integrity;

import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.source.LineBatch;
import io.threatlockdown.core.source.LogSources;
import io.threatlockdown.core.source.SourceListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Watches files and tells what becomes of them, as a source of lines. What was told and answered
 * for is kept in a baseline on disk: what changes while nobody watches is told at the next start.
 * The first time a directory is looked through, what is found there is taken for right.
 */
public final class FileIntegrity implements AutoCloseable {
  private static final String BASELINE = "baseline";

  private final IntegritySettings settings;
  private final Path directory;
  private final ReportingHost host;
  private final Clock clock;
  private final PathHolder holder;
  private final SourceListener listener;
  private final Baseline baseline;
  private final ProtectedCopies copies;
  private final KeptTexts texts;

  /**
   * Opens what is kept.
   *
   * @param directory holds baseline and copies; made if need be, for its owner only. Never watched,
   *     nor is the directory that it is in
   * @param listener hears what is wrong with what is kept
   * @throws IOException if the directory cannot be made or read
   */
  public FileIntegrity(
      IntegritySettings settings,
      Path directory,
      ReportingHost host,
      Clock clock,
      PathHolder holder,
      SourceListener listener)
      throws IOException {
    this.settings = settings;
    this.host = host;
    this.clock = clock;
    this.holder = holder;
    this.listener = listener;
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    this.directory = directory.toRealPath();
    IntegritySettings.Limits limits = settings.limits();
    this.copies =
        ProtectedCopies.open(directory.resolve("protected"), holder, limits.protectedBytes());
    this.texts =
        new KeptTexts(
            CopyStore.open(directory.resolve("texts"), limits.diffStoreBytes()), settings.hidden());
    this.baseline =
        Baseline.open(
            directory.resolve(BASELINE), problem -> listener.lost(IntegrityReader.NAME, problem));
    forget();
  }

  /** Forgets what the settings do not watch any more: that is no change of the files. */
  private void forget() {
    List<String> patterns = settings.paths().stream().map(WatchedPath::pattern).toList();
    Trees trees = Trees.find(settings.paths(), baseline.roots());
    Predicate<String> ignores = ignores();
    int forgotten =
        baseline.retain(
            path -> trees.of(path).isPresent() && !ignores.test(path), patterns::contains);
    if (forgotten > 0) {
      listener.rejected(
          IntegrityReader.NAME, forgotten, "known paths are not watched by the settings any more");
    }
  }

  private Predicate<String> ignores() {
    String own = PathBytes.of(directory.resolveSibling(".").normalize());
    return path -> PathBytes.isAtOrBelow(path, own) || settings.ignores().test(path);
  }

  /** Returns the changes, as events with the location {@code syscheck}. */
  public Source<LineBatch, NotUsed> changes(LogSources sources) {
    return sources.reading(IntegrityReader.NAME, this::reader);
  }

  IntegrityReader reader(SourceListener reports) {
    Surroundings shared =
        new Surroundings(
            settings,
            ignores(),
            holder,
            new Stat(System::nanoTime),
            baseline,
            Surroundings.nothingUncommitted(),
            texts,
            copies,
            new TreeWatch(),
            new Troubles());
    return new IntegrityReader(shared, host, clock, System::nanoTime, reports);
  }

  /** Returns what files are put back from. */
  public ProtectedCopies protectedCopies() {
    return copies;
  }

  /** Writes what is not on disk yet. Later changes are found at the next start. */
  @Override
  public void close() {
    baseline.close();
  }
}
