package io.threatlockdown.ops.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The files in which system and kernel say how things are, below a root directory. What cannot be
 * read is as if it were empty.
 */
record SystemFiles(Path root) {
  /** The most lines that are read of a file; a connection table has one a connection. */
  static final int LINES_MAX = 1_000_000;

  private static final int BYTES_MAX = 1 << 20;

  /** Returns what comes of the lines, in which the function finds something or not. */
  <T> List<T> find(String file, Function<String, Optional<T>> finder) {
    try (BufferedReader reader =
        Files.newBufferedReader(root.resolve(file), StandardCharsets.ISO_8859_1)) {
      return reader.lines().limit(LINES_MAX).flatMap(line -> finder.apply(line).stream()).toList();
    } catch (IOException | RuntimeException unreadable) {
      return List.of();
    }
  }

  /** Returns the lines, each split at white space. */
  List<String[]> words(String file) {
    return find(file, line -> Optional.of(line.strip().split("\\s+", -1)));
  }

  /** Returns the first mebibyte. */
  byte[] bytes(String file) {
    try (InputStream input = Files.newInputStream(root.resolve(file))) {
      return input.readNBytes(BYTES_MAX);
    } catch (IOException unreadable) {
      return new byte[0];
    }
  }

  /** Returns the names in a directory. */
  List<String> names(String directory) {
    try (Stream<Path> found = Files.list(root.resolve(directory))) {
      return found.map(path -> String.valueOf(path.getFileName())).toList();
    } catch (IOException | RuntimeException unreadable) {
      return List.of();
    }
  }

  /** Returns where a symbolic link leads. */
  Optional<String> link(String file) {
    try {
      return Optional.of(Files.readSymbolicLink(root.resolve(file)).toString());
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /** Whether the file belongs to the user root. */
  boolean isRoots(String file) {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(root.resolve(file), "unix:uid"));
    } catch (IOException | RuntimeException unreadable) {
      return false;
    }
  }

  boolean exists(String file) {
    return Files.exists(root.resolve(file));
  }
}
