package io.threatlockdown.ops.config;

import java.util.List;

/**
 * Where ossec.conf finds decoders, rules and lists: paths relative to Wazuh's directory, as
 * written, in document order.
 */
public record RulesetPaths(
    List<String> decoderDirs,
    List<String> decoderFiles,
    List<String> decoderExcludes,
    List<String> ruleDirs,
    List<String> ruleFiles,
    List<String> ruleExcludes,
    List<String> lists) {
  /** Says nothing of a ruleset. */
  public static final RulesetPaths EMPTY =
      new RulesetPaths(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  public RulesetPaths {
    decoderDirs = List.copyOf(decoderDirs);
    decoderFiles = List.copyOf(decoderFiles);
    decoderExcludes = List.copyOf(decoderExcludes);
    ruleDirs = List.copyOf(ruleDirs);
    ruleFiles = List.copyOf(ruleFiles);
    ruleExcludes = List.copyOf(ruleExcludes);
    lists = List.copyOf(lists);
  }
}
