package io.threatlockdown.ops.config;

import java.util.ArrayList;
import java.util.List;

/** Reads Wazuh's {@code <ruleset>}: which files make the ruleset. */
final class RulesetReader {
  private static final List<String> ELEMENTS =
      List.of(
          "decoder_dir",
          "decoder_include",
          "decoder_exclude",
          "rule_dir",
          "rule_include",
          "rule_exclude",
          "list");

  private final List<String> decoderDirs = new ArrayList<>();
  private final List<String> decoderFiles = new ArrayList<>();
  private final List<String> decoderExcludes = new ArrayList<>();
  private final List<String> ruleDirs = new ArrayList<>();
  private final List<String> ruleFiles = new ArrayList<>();
  private final List<String> ruleExcludes = new ArrayList<>();
  private final List<String> lists = new ArrayList<>();

  RulesetPaths paths() {
    return new RulesetPaths(
        decoderDirs, decoderFiles, decoderExcludes, ruleDirs, ruleFiles, ruleExcludes, lists);
  }

  void read(ConfElement section) {
    section.paths(ELEMENTS).forEach(this::keep);
  }

  private void keep(ConfElement path) {
    if (path.xml().attribute("pattern").isPresent()) {
      path.warning("has a pattern, which has no effect here: every .xml file is read");
    }
    listFor(path.name()).add(path.text().strip());
  }

  private List<String> listFor(String name) {
    return switch (name) {
      case "decoder_dir" -> decoderDirs;
      case "decoder_include" -> decoderFiles;
      case "decoder_exclude" -> decoderExcludes;
      case "rule_dir" -> ruleDirs;
      case "rule_exclude" -> ruleExcludes;
      case "list" -> lists;
      default -> ruleFiles;
    };
  }
}
