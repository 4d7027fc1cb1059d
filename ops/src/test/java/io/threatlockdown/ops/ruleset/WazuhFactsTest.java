package io.threatlockdown.ops.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threatlockdown.core.rule.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Holds the shipped ruleset against Wazuh's, where a copy of that lies beside the project: same
 * ids, levels, groups and tags, and the same answers to Wazuh's own tests of sshd and PAM.
 */
class WazuhFactsTest {
  private static final Path WAZUH = Path.of("../../shared/wazuh-4.14");

  /** Wazuh leaves the ids from here on to others. */
  private static final int OWN_IDS_START = 100_000;

  private static final LoadedRuleset SHIPPED = Rulesets.load(List.of(), problem -> {});

  @Test
  void rules_shipped_haveWazuhsLevelsGroupsAndTags() {
    assumeTrue(Files.isDirectory(WAZUH), "needs Wazuh's ruleset at " + WAZUH.toAbsolutePath());

    LoadedRuleset wazuh = Rulesets.load(List.of(WAZUH), problem -> {});

    List<Rule> shipped =
        IntStream.range(1, OWN_IDS_START)
            .boxed()
            .flatMap(id -> SHIPPED.rules().rule(id).stream())
            .toList();
    assertThat(shipped)
        .isNotEmpty()
        .allSatisfy(
            rule ->
                assertThat(facts(rule))
                    .isEqualTo(facts(wazuh.rules().rule(rule.id()).orElseThrow())));
  }

  @Test
  void rules_wazuhsOfSshd_areAllShipped() {
    assumeTrue(Files.isDirectory(WAZUH), "needs Wazuh's ruleset at " + WAZUH.toAbsolutePath());

    LoadedRuleset wazuh = Rulesets.load(List.of(WAZUH), problem -> {});

    assertThat(IntStream.range(5700, 5765).filter(id -> wazuh.rules().rule(id).isPresent()))
        .hasSizeGreaterThan(60)
        .allSatisfy(id -> assertThat(SHIPPED.rules().rule(id)).as("rule " + id).isPresent());
  }

  @Test
  void run_wazuhsTestsOfSshdAndPam_haveWazuhsAnswers() throws IOException {
    assumeTrue(Files.isDirectory(WAZUH), "needs Wazuh's ruleset at " + WAZUH.toAbsolutePath());

    List<String> wrong = new ArrayList<>();
    int cases = 0;
    for (String file : List.of("sshd.ini", "pam.ini")) {
      for (Map.Entry<String, List<String>> section : sections(file).entrySet()) {
        cases++;
        List<String> answer = answer(section.getValue());
        logs(section.getValue()).stream()
            .filter(logs -> !answerOf(logs).equals(answer))
            .forEach(logs -> wrong.add(section.getKey() + " " + answerOf(logs) + " " + logs));
      }
    }

    assertThat(cases).isGreaterThan(30);
    assertThat(wrong).isEmpty();
  }

  private static List<Object> facts(Rule rule) {
    return List.of(
        rule.id(),
        rule.level(),
        rule.groups(),
        rule.compliance(),
        rule.mitreIds(),
        rule.frequency());
  }

  private static List<String> answerOf(List<String> logs) {
    Session.Outcome outcome = new Session(SHIPPED).run(logs);
    return List.of(outcome.rule(), outcome.level(), outcome.decoder());
  }

  /** Returns the lines of each section, by its name. */
  private static Map<String, List<String>> sections(String file) throws IOException {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> section = new ArrayList<>();
    Path ini = WAZUH.resolve("testing/tests").resolve(file);
    for (String line : Files.readAllLines(ini, StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("[")) {
        section = sections.computeIfAbsent(line, name -> new ArrayList<>());
      } else if (line.contains("=") && !line.startsWith(";")) {
        section.add(line);
      }
    }
    return sections;
  }

  private static List<String> answer(List<String> section) {
    Map<String, String> values = new LinkedHashMap<>();
    section.stream()
        .map(WazuhFactsTest::keyAndValue)
        .forEach(pair -> values.put(pair.get(0), pair.get(1)));
    return List.of(
        values.getOrDefault("rule", "-"),
        values.getOrDefault("alert", "-"),
        values.getOrDefault("decoder", "-"));
  }

  /** Returns the logs of each case that must pass; logs of one key are one session. */
  private static List<List<String>> logs(List<String> section) {
    Map<String, List<String>> logs = new LinkedHashMap<>();
    section.stream()
        .map(WazuhFactsTest::keyAndValue)
        .filter(pair -> pair.get(0).startsWith("log ") && pair.get(0).endsWith("pass"))
        .forEach(
            pair -> logs.computeIfAbsent(pair.get(0), key -> new ArrayList<>()).add(pair.get(1)));
    return List.copyOf(logs.values());
  }

  private static List<String> keyAndValue(String line) {
    return Arrays.stream(line.split("=", 2)).map(String::strip).toList();
  }
}
