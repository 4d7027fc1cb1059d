package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads the files that an ossec.conf of OSSEC names. One that is not there is a fatal problem. */
final class OssecFiles {
  private static final String COMPILED_LIST = ".cdb";

  private final Path base;
  private final RulesetReader reader;
  private final Consumer<Problem> problems;

  private OssecFiles(Path base, Consumer<Problem> problems) {
    this.base = base;
    this.reader = new RulesetReader(problems);
    this.problems = problems;
  }

  static RulesetFiles read(OssecPaths paths, Consumer<Problem> problems) {
    return new OssecFiles(paths.base(), problems).read(paths);
  }

  private RulesetFiles read(OssecPaths paths) {
    List<ConfigFile> decoders = new ArrayList<>();
    List<ConfigFile> rules = new ArrayList<>();
    List<ConfigFile> lists = new ArrayList<>();
    if (paths.decoders().isEmpty()) {
      ownDecoders(decoders);
    }
    visit(paths.decoders(), (path, name) -> reader.xml(path).ifPresent(decoders::add));
    for (OssecPaths.Entry entry : paths.rules()) {
      boolean bare = entry.names().isEmpty() && entry.path().indexOf('/') < 0;
      OssecPaths.Entry located =
          bare ? new OssecPaths.Entry("rules/" + entry.path(), entry.names()) : entry;
      visit(List.of(located), (path, name) -> reader.xml(path).ifPresent(rules::add));
    }
    visit(paths.lists(), (path, name) -> list(path, name, lists));
    return new RulesetFiles(decoders, rules, lists);
  }

  private void ownDecoders(List<ConfigFile> into) {
    Path etc = base.resolve("etc");
    reader.xml(etc.resolve(OssecPaths.DECODERS.get(0))).ifPresent(into::add);
    Path local = etc.resolve(OssecPaths.DECODERS.get(1));
    if (Files.exists(local)) {
      reader.xml(local).ifPresent(into::add);
    }
  }

  /** A list is compiled beside its text; the text is what is read here. */
  private void list(Path path, String name, List<ConfigFile> into) {
    boolean compiled = name.endsWith(COMPILED_LIST);
    String text = compiled ? name.substring(0, name.length() - COMPILED_LIST.length()) : name;
    reader.list(compiled ? base.resolve(text) : path, text).ifPresent(into::add);
  }

  private void visit(List<OssecPaths.Entry> entries, BiConsumer<Path, String> visitor) {
    for (OssecPaths.Entry entry : entries) {
      if (entry.names().isEmpty()) {
        visitor.accept(base.resolve(entry.path()), entry.path());
      } else {
        visitDirectory(entry, visitor);
      }
    }
  }

  private void visitDirectory(OssecPaths.Entry entry, BiConsumer<Path, String> visitor) {
    Path dir = base.resolve(entry.path());
    try (Stream<Path> files = Files.list(dir)) {
      files
          .filter(Files::isRegularFile)
          .limit(RulesetReader.FILES_MAX + 1L)
          .sorted()
          .map(file -> entry.path() + "/" + dir.relativize(file))
          .filter(name -> entry.names().orElseThrow().matches(name))
          .forEach(name -> visitor.accept(base.resolve(name), name));
    } catch (IOException | UncheckedIOException unreadable) {
      problems.accept(
          new Problem(
              Problem.Severity.FATAL, dir.toString(), 0, "cannot be listed: " + unreadable));
    }
  }
}
