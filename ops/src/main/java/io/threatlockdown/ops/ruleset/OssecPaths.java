package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.expression.Expression;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of a ruleset that {@code <rules>} of OSSEC's ossec.conf names, in the order in which
 * they load.
 *
 * @param base OSSEC's directory, from which all paths start
 * @param decoders empty for {@code etc/decoder.xml} and {@code etc/local_decoder.xml}
 * @param rules a path without a slash lies in {@code rules/}
 * @param lists CDB lists, which rules name by the same path
 */
public record OssecPaths(Path base, List<Entry> decoders, List<Entry> rules, List<Entry> lists) {
  /** The base names of OSSEC's own decoder files. */
  static final List<String> DECODERS = List.of("decoder.xml", "local_decoder.xml");

  /**
   * A file, or those of a directory.
   *
   * @param path as written
   * @param names what the paths of a directory's files must match; empty for a file
   */
  public record Entry(String path, Optional<Expression> names) {}

  public OssecPaths {
    decoders = List.copyOf(decoders);
    rules = List.copyOf(rules);
    lists = List.copyOf(lists);
  }

  /** Returns the same paths from another directory. */
  public OssecPaths in(Path otherBase) {
    return new OssecPaths(otherBase, decoders, rules, lists);
  }
}
