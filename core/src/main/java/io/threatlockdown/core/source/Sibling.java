package io.threatlockdown.core.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file beside a log file whose name begins with that one's: a rotated log file most likely, such
 * as {@code auth.log.1} or {@code auth.log-20260101}. Compressed ones are left out.
 *
 * @param number the number at the end of its name; the higher, the older
 */
record Sibling(Path path, FileFacts facts, OptionalInt number) {
  /** The most that are looked at. */
  private static final int SIBLINGS_MAX = 256;

  private static final int LISTINGS_MAX = 10;

  private static final Pattern NUMBER = Pattern.compile("\\.(\\d{1,6})");
  private static final Pattern COMPRESSED = Pattern.compile(".*\\.(gz|bz2|xz|zst|lz4|lzma|z|zip)");

  FileId id() {
    return facts.id();
  }

  /** Returns a stand-in for a file that had the name of a log file and is there no more. */
  static Sibling deleted(Path path, FileFacts facts) {
    return new Sibling(path, facts, OptionalInt.empty());
  }

  /**
   * Returns the siblings of a file, in no order.
   *
   * @throws IOException also if they are being renamed right now
   */
  static List<Sibling> of(Path path) throws IOException {
    List<Sibling> siblings = list(path);
    for (int i = 0; i < LISTINGS_MAX; i++) {
      List<Sibling> again = list(path);
      if (names(again).equals(names(siblings))) {
        return again;
      }
      siblings = again; // A listing may miss what is renamed meanwhile.
    }
    throw new IOException("files are being renamed");
  }

  private static Map<FileId, Path> names(List<Sibling> siblings) {
    Map<FileId, Path> names = new HashMap<>();
    siblings.forEach(sibling -> names.put(sibling.id(), sibling.path()));
    return names;
  }

  private static List<Sibling> list(Path path) throws IOException {
    String name = path.getFileName().toString();
    List<Sibling> siblings = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            path.resolveSibling("."), other -> isSibling(name, other.getFileName().toString()))) {
      for (Path other : found) {
        Optional<FileFacts> facts = FileFacts.ifPresent(other);
        if (facts.isPresent() && facts.get().isRegular()) {
          siblings.add(new Sibling(other.normalize(), facts.get(), number(name, other)));
        }
        if (siblings.size() == SIBLINGS_MAX) {
          break;
        }
      }
    } catch (NoSuchFileException noDirectory) {
      return List.of(); // The directory may appear with the file.
    }
    return siblings;
  }

  private static boolean isSibling(String name, String other) {
    return other.startsWith(name)
        && other.length() > name.length()
        && !COMPRESSED.matcher(other.toLowerCase(Locale.ROOT)).matches();
  }

  private static OptionalInt number(String name, Path other) {
    Matcher end = NUMBER.matcher(other.getFileName().toString().substring(name.length()));
    return end.matches() ? OptionalInt.of(Integer.parseInt(end.group(1))) : OptionalInt.empty();
  }

  /** Returns the one that came into being last: with the lowest number, or else written last. */
  static Optional<Sibling> newest(List<Sibling> siblings) {
    Optional<Sibling> numbered =
        siblings.stream()
            .filter(sibling -> sibling.number.isPresent())
            .min(Comparator.comparingInt((Sibling sibling) -> sibling.number.getAsInt()));
    return numbered.isPresent()
        ? numbered
        : siblings.stream()
            .max(Comparator.comparing((Sibling sibling) -> sibling.facts().modified()));
  }

  /** Returns those with numbers, the oldest first. */
  static List<Sibling> numbered(List<Sibling> siblings) {
    return siblings.stream()
        .filter(sibling -> sibling.number.isPresent())
        .sorted(Comparator.comparingInt((Sibling sibling) -> -sibling.number.getAsInt()))
        .toList();
  }

  /**
   * Returns the siblings that came into being after another file, in that order: those with lower
   * numbers if it has a number, else those that were written to no earlier.
   */
  static List<Sibling> after(Sibling older, List<Sibling> siblings) {
    return older.number.isPresent()
        ? numbered(siblings).stream()
            .filter(other -> other.number.getAsInt() < older.number.getAsInt())
            .toList()
        : siblings.stream()
            .filter(other -> !other.id().equals(older.id()))
            .filter(other -> !other.facts.modified().isBefore(older.facts.modified()))
            .sorted(
                Comparator.comparing((Sibling other) -> other.facts.modified())
                    .thenComparing(other -> -other.number.orElse(0)))
            .toList();
  }
}
