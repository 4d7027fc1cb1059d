package io.threatlockdown.core.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A path that may have {@code *}, {@code ?} and {@code [...]} in any part, as glob(3) reads them: a
 * name that begins with a dot is matched by a pattern that does.
 */
public final class Glob {
  /** How many names of one directory are looked at. */
  private static final int NAMES_MAX = 10_000;

  /**
   * What matches now.
   *
   * @param files without the pattern's own name if nothing matches
   * @param directories where something that matches may appear
   */
  record Matches(Set<Path> files, Set<Path> directories) {}

  private final Path pattern;

  Glob(String pattern) {
    this.pattern = Path.of(pattern).normalize();
  }

  /** Returns the pattern that is this path. */
  public Glob(Path pattern) {
    this.pattern = pattern.normalize();
  }

  /** Whether it is a plain path, which is followed even while there is no such file. */
  boolean isLiteral() {
    return !hasWildcard(pattern.toString());
  }

  Path path() {
    return pattern;
  }

  /** Looks for what matches; at most {@code most} files. What cannot be listed is left out. */
  Matches matches(int most) {
    Matches matches = new Matches(new TreeSet<>(), new LinkedHashSet<>());
    if (isLiteral()) {
      matches.files().add(pattern);
      addDirectories(pattern, matches.directories());
    } else {
      expand(Path.of("/"), 0, matches, most);
    }
    return matches;
  }

  /**
   * Returns what matches now, whatever it is, at most so many; a plain path itself though there is
   * nothing.
   */
  public List<Path> names(int most) {
    if (isLiteral()) {
      return List.of(pattern);
    }
    List<Path> found = List.of(Path.of("/"));
    for (Path part : pattern) {
      boolean isWild = hasWildcard(part.toString());
      found =
          found.stream()
              .flatMap(
                  path ->
                      isWild
                          ? list(path, regex(part.toString())).stream()
                          : Stream.of(path.resolve(part)))
              .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
              .limit(most)
              .toList();
    }
    return found;
  }

  private void expand(Path directory, int part, Matches matches, int most) {
    String name = pattern.getName(part).toString();
    boolean isLastPart = part == pattern.getNameCount() - 1;
    List<Path> found;
    if (hasWildcard(name)) {
      matches.directories().add(directory);
      found = list(directory, regex(name));
    } else {
      found = List.of(directory.resolve(name));
    }
    for (Path path : found) {
      if (matches.files().size() >= most) {
        return;
      }
      if (!isLastPart && Files.isDirectory(path)) {
        expand(path, part + 1, matches, most);
      } else if (isLastPart && Files.isRegularFile(path)) {
        matches.files().add(path);
        addDirectories(path, matches.directories());
      } else if (isLastPart) {
        matches.directories().add(directory);
      }
    }
  }

  /** Adds where the file is, and where a link with its name leads to. */
  private static void addDirectories(Path file, Set<Path> directories) {
    directories.add(file.resolveSibling(".").normalize());
    try {
      directories.add(file.toRealPath().resolveSibling(".").normalize());
    } catch (IOException e) {
      // There is no such file yet.
    }
  }

  private static List<Path> list(Path directory, Pattern names) {
    Set<Path> found = new TreeSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      int seen = 0;
      for (Path path : all) {
        if (names.matcher(path.getFileName().toString()).matches()) {
          found.add(path);
        }
        if (++seen == NAMES_MAX) {
          break;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // Not there, or not readable: nothing in it matches.
    }
    return List.copyOf(found);
  }

  private static boolean hasWildcard(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  private static Pattern regex(String name) {
    StringBuilder regex = new StringBuilder(name.startsWith(".") ? "" : "(?!\\.)");
    int at = 0;
    while (at < name.length()) {
      char c = name.charAt(at);
      int close = c == '[' ? name.indexOf(']', at + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        boolean isNegated = name.charAt(at + 1) == '!' || name.charAt(at + 1) == '^';
        String set = name.substring(at + (isNegated ? 2 : 1), close);
        regex.append(isNegated ? "[^" : "[").append(set.replaceAll("[\\\\\\[\\]&^]", "\\\\$0"));
        regex.append(']');
        at = close;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
      at++;
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
