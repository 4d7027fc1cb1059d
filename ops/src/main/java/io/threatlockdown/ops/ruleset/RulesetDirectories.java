package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds and reads the files of ruleset directories. */
final class RulesetDirectories {
  /** How deep lists may lie below {@code lists/}. Wazuh's lie two deep. */
  static final int LIST_DEPTH_MAX = 8;

  /** Wazuh's shipped configuration excludes it, for its rules depend on the hour of the day. */
  static final String EXCLUDED = "0215-policy_rules.xml";

  private static final Comparator<Path> BY_BASE_NAME =
      Comparator.comparing(RulesetDirectories::baseName);

  private final boolean ossec;
  private final RulesetReader reader;
  private final Consumer<Problem> problems;
  private final List<Path> decoders = new ArrayList<>();
  private final List<Path> rules = new ArrayList<>();
  private final List<ConfigFile> lists = new ArrayList<>();

  private RulesetDirectories(RulesetFlavour flavour, Consumer<Problem> problems) {
    this.ossec = flavour == RulesetFlavour.OSSEC;
    this.problems = problems;
    this.reader = new RulesetReader(problems);
  }

  /** Returns what the directories hold; problems are reported and leave their file out. */
  static RulesetFiles read(List<Path> dirs, RulesetFlavour flavour, Consumer<Problem> problems) {
    RulesetDirectories directories = new RulesetDirectories(flavour, problems);
    dirs.forEach(directories::add);
    return directories.load();
  }

  private void add(Path dir) {
    if (!Files.isDirectory(dir)) {
      fatal(dir, Files.exists(dir) ? "is no directory" : "there is no such directory");
      return;
    }
    boolean known = false;
    for (String name : OssecPaths.DECODERS) {
      if (Files.isRegularFile(dir.resolve(name))) {
        decoders.add(dir.resolve(name));
        known = true;
      }
    }
    known |= addXml(dir.resolve("decoders"), decoders);
    known |= addXml(dir.resolve("rules"), rules);
    known |= addLists(dir.resolve("lists"));
    if (!known) {
      fatal(dir, "holds no ruleset: wants decoders/, rules/, lists/ or decoder.xml, rules/");
    }
  }

  private RulesetFiles load() {
    decoders.sort(BY_BASE_NAME); // OSSEC's decoder.xml sorts before local_decoder.xml, as it must.
    rules.sort(BY_BASE_NAME);
    List<ConfigFile> read = readAll(rules);
    return new RulesetFiles(readAll(decoders), ossec ? OssecOrder.sorted(read) : read, lists);
  }

  private List<ConfigFile> readAll(List<Path> files) {
    return files.stream().flatMap(file -> reader.xml(file).stream()).toList();
  }

  /** Adds the XML files of a directory, not of those below it. Returns whether there is one. */
  private boolean addXml(Path dir, List<Path> into) {
    if (!Files.isDirectory(dir)) {
      return false;
    }
    Set<String> excluded = ossec ? OssecOrder.EXCLUDED : Set.of(EXCLUDED);
    into.addAll(
        filesBelow(dir, 1).stream()
            .filter(file -> baseName(file).endsWith(".xml"))
            .filter(file -> !excluded.contains(baseName(file)))
            .toList());
    return true;
  }

  /** Adds CDB lists in text form, without what Wazuh compiles from them. */
  private boolean addLists(Path dir) {
    if (!Files.isDirectory(dir)) {
      return false;
    }
    filesBelow(dir, LIST_DEPTH_MAX).stream()
        .filter(file -> !baseName(file).endsWith(".cdb") && !baseName(file).startsWith("."))
        .flatMap(file -> reader.list(file, listName(dir, file)).stream())
        .forEach(lists::add);
    return true;
  }

  private List<Path> filesBelow(Path dir, int depth) {
    try (Stream<Path> files = Files.walk(dir, depth)) {
      return files
          .filter(Files::isRegularFile)
          .limit(RulesetReader.FILES_MAX + 1L)
          .sorted()
          .toList();
    } catch (IOException | java.io.UncheckedIOException unreadable) {
      fatal(dir, "cannot be listed: " + unreadable.getMessage());
      return List.of();
    }
  }

  private static String listName(Path dir, Path file) {
    StringBuilder name = new StringBuilder("etc/lists");
    dir.relativize(file).forEach(part -> name.append('/').append(part));
    return name.toString();
  }

  private static String baseName(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString();
  }

  private void fatal(Path file, String text) {
    problems.accept(new Problem(Problem.Severity.FATAL, file.toString(), 0, text));
  }
}
