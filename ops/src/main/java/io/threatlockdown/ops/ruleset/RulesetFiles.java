package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.xml.ConfigFile;
import java.util.List;

/**
 * The files of a ruleset in the order they load.
 *
 * @param lists named as rules name them, such as {@code etc/lists/audit-keys}
 */
record RulesetFiles(List<ConfigFile> decoders, List<ConfigFile> rules, List<ConfigFile> lists) {
  RulesetFiles {
    decoders = List.copyOf(decoders);
    rules = List.copyOf(rules);
    lists = List.copyOf(lists);
  }
}
