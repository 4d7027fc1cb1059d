package io.threatlockdown.core.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the whole ruleset of Wazuh 4.14, if it lies beside the project. */
class WazuhRulesTest {
  private static final Path WAZUH = Path.of("../../shared/wazuh-4.14");

  @Test
  void read_wazuhRules_loadsAllWithoutError() throws IOException {
    assumeTrue(Files.isDirectory(WAZUH), "needs Wazuh's ruleset in ../shared/wazuh-4.14");
    List<Problem> problems = new ArrayList<>();

    RuleSet rules =
        RuleSet.read(files(WAZUH.resolve("rules")), lists(WAZUH.resolve("lists")), problems::add);

    assertThat(problems.stream().filter(p -> p.severity() == Problem.Severity.ERROR)).isEmpty();
    assertThat(rules.size()).isEqualTo(4510);
  }

  private static List<ConfigFile> files(Path dir) throws IOException {
    try (Stream<Path> paths = Files.list(dir)) {
      return paths
          .filter(path -> !path.endsWith("0215-policy_rules.xml"))
          .sorted()
          .map(path -> file(path, path.getFileName().toString()))
          .toList();
    }
  }

  private static List<ConfigFile> lists(Path dir) throws IOException {
    try (Stream<Path> paths = Files.walk(dir)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> file(path, "etc/lists/" + dir.relativize(path)))
          .toList();
    }
  }

  private static ConfigFile file(Path path, String name) {
    try {
      return new ConfigFile(name, Files.readString(path, StandardCharsets.ISO_8859_1));
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
