package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.LenientXml;
import io.threatlockdown.core.xml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the files of a ruleset within limits. What exceeds one is a fatal problem. */
final class RulesetReader {
  /** The most files of a ruleset. Wazuh's has 290. */
  static final int FILES_MAX = 10_000;

  /** The longest CDB list: half a million file hashes. */
  static final int LIST_BYTES_MAX = 64 << 20;

  /** The most bytes of all files. Wazuh's ruleset has 4 MiB. */
  static final long ALL_BYTES_MAX = 256L << 20;

  private final Consumer<Problem> problems;
  private int files;
  private long bytes;

  RulesetReader(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /** Returns a decoder or rule file, or empty if it cannot be read, which is reported. */
  Optional<ConfigFile> xml(Path file) {
    return read(file, file.toString(), LenientXml.FILE_BYTES_MAX);
  }

  /** Returns a CDB list of that name, or empty if it cannot be read, which is reported. */
  Optional<ConfigFile> list(Path file, String name) {
    return read(file, name, LIST_BYTES_MAX);
  }

  private Optional<ConfigFile> read(Path file, String name, int bytesMax) {
    if (files >= FILES_MAX) {
      return refused(file, "is one too many: a ruleset has at most " + FILES_MAX + " files");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] text = in.readNBytes(bytesMax + 1);
      files++;
      bytes += text.length;
      if (text.length > bytesMax) {
        return refused(file, "is longer than " + bytesMax + " bytes");
      }
      if (bytes > ALL_BYTES_MAX) {
        return refused(file, "is too much: a ruleset has at most " + ALL_BYTES_MAX + " bytes");
      }
      return Optional.of(new ConfigFile(name, Latin1.of(text, 0, text.length)));
    } catch (IOException unreadable) {
      return refused(file, "cannot be read: " + unreadable.getMessage());
    }
  }

  private Optional<ConfigFile> refused(Path file, String text) {
    problems.accept(new Problem(Problem.Severity.FATAL, file.toString(), 0, text));
    return Optional.empty();
  }
}
