package io.threatlockdown.ops.config;

import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.LenientXml;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import io.threatlockdown.core.xml.RulesetFlavour;
import io.threatlockdown.ops.ruleset.OssecPaths;
import io.threatlockdown.ops.ruleset.RulesetChoice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which ossec.conf is in force: a file, or the shipped one.
 *
 * @param path empty for the shipped one
 */
record OssecConfSource(Optional<Path> path) {
  /** What messages call the shipped one. */
  static final String SHIPPED = "shipped ossec.conf";

  private static final String RESOURCE = "ossec.conf";

  /** Returns the one that is asked for, else Wazuh's if it is there, else the shipped one. */
  static OssecConfSource find(Optional<Path> wanted, Host host, Consumer<Problem> problems) {
    if (wanted.isPresent()) {
      return new OssecConfSource(wanted);
    }
    if (Files.notExists(host.ossecConf())) {
      return new OssecConfSource(Optional.empty());
    }
    if (!Files.isReadable(host.ossecConf())) {
      problems.accept(
          new Problem(
              Severity.WARNING,
              host.ossecConf().toString(),
              0,
              "cannot be read; the shipped one is used"));
      return new OssecConfSource(Optional.empty());
    }
    return new OssecConfSource(Optional.of(host.ossecConf()));
  }

  String name() {
    return path.map(Path::toString).orElse(SHIPPED);
  }

  /** Reads the file; one that cannot be read is fatal. */
  OssecConf read(Set<String> ownPrograms, Consumer<Problem> problems) {
    String text = "";
    try (InputStream in = open()) {
      byte[] bytes = in.readNBytes(LenientXml.FILE_BYTES_MAX + 1);
      text = Latin1.of(bytes, 0, bytes.length);
    } catch (IOException unreadable) {
      problems.accept(new Problem(Severity.FATAL, name(), 0, "cannot be read: " + unreadable));
    }
    return OssecConf.read(new ConfigFile(name(), text), ownPrograms, problems);
  }

  /** Returns the localfiles with absolute locations. */
  List<LocalFile> localFiles(OssecConf conf, Path dataDir) {
    Path base = base().orElse(dataDir);
    return conf.localFiles().stream().map(file -> absolute(file, base)).toList();
  }

  /**
   * Returns the ruleset it names, if that is there: the files of OSSEC's {@code <rules>}, else the
   * parents of Wazuh's {@code decoders} and {@code rules} directories. Otherwise the shipped one.
   */
  RulesetChoice ruleset(
      OssecConf conf, Optional<RulesetFlavour> flavour, Consumer<Problem> problems) {
    Optional<OssecPaths> ossec = base().flatMap(base -> conf.rules().map(paths -> paths.in(base)));
    if (ossec.isPresent() && !Files.isDirectory(ossec.get().base().resolve("rules"))) {
      problems.accept(
          new Problem(
              Severity.WARNING,
              name(),
              0,
              "<rules> names a ruleset of OSSEC, but there is no "
                  + ossec.get().base().resolve("rules")
                  + "; it is not loaded"));
      ossec = Optional.empty();
    }
    List<Path> dirs = ossec.isPresent() ? List.of() : directories(conf);
    return new RulesetChoice(dirs, ossec, flavour);
  }

  private List<Path> directories(OssecConf conf) {
    if (base().isEmpty()) {
      return List.of();
    }
    Set<Path> found = new LinkedHashSet<>();
    Stream.concat(conf.ruleset().decoderDirs().stream(), conf.ruleset().ruleDirs().stream())
        .map(dir -> base().get().resolve(dir).normalize())
        .filter(dir -> dir.endsWith("decoders") || dir.endsWith("rules"))
        .filter(Files::isDirectory)
        .flatMap(dir -> Optional.ofNullable(dir.getParent()).stream())
        .forEach(found::add);
    return List.copyOf(found);
  }

  private InputStream open() throws IOException {
    if (path.isPresent()) {
      return Files.newInputStream(path.get());
    }
    InputStream shipped = OssecConfSource.class.getResourceAsStream(RESOURCE);
    if (shipped == null) {
      throw new IOException("resource " + RESOURCE + " is missing");
    }
    return shipped;
  }

  /** Returns Wazuh's directory: where {@code etc/ossec.conf} is, else that of the file. */
  /** Returns the GeoIP database that the file names, relative to Wazuh's directory. */
  Optional<Path> geoipDb(OssecConf conf) {
    return conf.geoipDb().map(path -> base().map(dir -> dir.resolve(path)).orElse(Path.of(path)));
  }

  private Optional<Path> base() {
    return path.map(Path::toAbsolutePath)
        .map(file -> file.endsWith(Path.of("etc", "ossec.conf")) ? up(up(file)) : up(file));
  }

  private static Path up(Path path) {
    return Optional.ofNullable(path.getParent()).orElse(path);
  }

  private static LocalFile absolute(LocalFile file, Path base) {
    if (file.format() == LocalFile.Format.JOURNALD || file.location().startsWith("/")) {
      return file;
    }
    return new LocalFile(
        base.resolve(file.location()).toString(),
        file.format(),
        file.onlyFutureEvents(),
        file.filters());
  }
}
