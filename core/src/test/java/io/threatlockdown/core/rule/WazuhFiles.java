package io.threatlockdown.core.rule;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threatlockdown.core.xml.ConfigFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Wazuh 4.14's ruleset and the overlay of its test suite, if they lie beside the project. */
final class WazuhFiles {
  private static final Path HOME = Path.of("../../shared/wazuh-4.14");

  private WazuhFiles() {}

  /** Skips the test, with the reason, if there are no such files. */
  static void assumePresent() {
    assumeTrue(arePresent(), "needs Wazuh 4.14's ruleset in ../shared/wazuh-4.14");
  }

  static boolean arePresent() {
    return Files.isDirectory(HOME);
  }

  /** The stock rules, less the policy rules, which Wazuh excludes too. */
  static List<ConfigFile> rules() {
    return configs("rules", name -> !name.equals("0215-policy_rules.xml"));
  }

  static List<ConfigFile> decoders() {
    return configs("decoders", name -> true);
  }

  /** The lists, named as rules name them. */
  static List<ConfigFile> lists() {
    Path lists = HOME.resolve("lists");
    return files(lists).stream()
        .map(path -> new ConfigFile("etc/lists/" + lists.relativize(path), read(path)))
        .toList();
  }

  /** The rules that the test suite runs with: its overlay, and rule 60000 for plain JSON logs. */
  static List<ConfigFile> suiteRules() {
    List<ConfigFile> files = new ArrayList<>();
    rules().forEach(file -> files.add(new ConfigFile(file.name(), forPlainJson(file.text()))));
    files.addAll(configs("testing", name -> name.equals("local_rules.xml")));
    files.addAll(configs("testing/ruleset", name -> name.endsWith("_rules.xml")));
    return inLoadOrder(files);
  }

  static List<ConfigFile> suiteDecoders() {
    List<ConfigFile> files = new ArrayList<>(decoders());
    files.addAll(configs("testing", name -> name.equals("local_decoder.xml")));
    files.addAll(configs("testing/ruleset", name -> name.endsWith("_decoders.xml")));
    return inLoadOrder(files);
  }

  /** The suites, less those that need a database of places. */
  static List<ConfigFile> suites() {
    return configs("testing/tests", name -> name.endsWith(".ini") && !name.endsWith("geoip.ini"));
  }

  private static String forPlainJson(String rules) {
    return rules.replaceAll(
        "(?s)(<rule id=\"60000\".*?)<category>ossec</category>(\\s*)"
            + "<decoded_as>windows_eventchannel</decoded_as>",
        "$1$2<decoded_as>json</decoded_as>");
  }

  private static List<ConfigFile> inLoadOrder(List<ConfigFile> files) {
    return files.stream().sorted(Comparator.comparing(ConfigFile::name)).toList();
  }

  private static List<ConfigFile> configs(String dir, Predicate<String> names) {
    return inLoadOrder(
        files(HOME.resolve(dir)).stream()
            .filter(path -> HOME.resolve(dir).equals(path.getParent()))
            .map(path -> new ConfigFile(path.getFileName().toString(), read(path)))
            .filter(file -> names.test(file.name()))
            .toList());
  }

  private static List<Path> files(Path dir) {
    try (Stream<Path> paths = Files.walk(dir)) {
      return paths.filter(Files::isRegularFile).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
