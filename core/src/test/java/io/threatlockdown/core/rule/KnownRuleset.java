package io.threatlockdown.core.rule;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.decode.PlainDecoders;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.suite.Suite;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A whole ruleset, compiled and plain, with log lines that it has something to say about. */
record KnownRuleset(
    String name,
    Decoders decoders,
    RuleSet rules,
    PlainDecoders plainDecoders,
    PlainRules plainRules,
    List<String> lines) {
  private static final Path SHIPPED =
      Path.of("../ops/src/main/resources/io/threatlockdown/ops/ruleset");
  private static final Path CORPUS =
      Path.of("../ops/src/test/resources/io/threatlockdown/ops/ruleset");
  private static final Path PEERS = Path.of("../../shared/peers");
  private static final Pattern BEFORE_LINE =
      Pattern.compile("^(\\d+x |syscheck |[-+?] [^|]* \\| )");

  /** The ruleset that the service brings along. */
  static KnownRuleset shipped() {
    return of(
        "shipped",
        RulesetFlavour.WAZUH,
        files(SHIPPED.resolve("decoders")),
        files(SHIPPED.resolve("rules")),
        List.of());
  }

  /** Wazuh 4.14's, with the overlay of its test suite. */
  static KnownRuleset wazuh() {
    return of(
        "Wazuh",
        RulesetFlavour.WAZUH,
        WazuhFiles.suiteDecoders(),
        WazuhFiles.suiteRules(),
        WazuhFiles.lists());
  }

  /**
   * The shipped ruleset, and Wazuh's if it is there, as OSSEC reads them: its own patterns,
   * headers, choice of the decoder and counts. What it does not know is left out.
   */
  static KnownRuleset ossec() {
    List<ConfigFile> decoders = new ArrayList<>(files(SHIPPED.resolve("decoders")));
    List<ConfigFile> rules = new ArrayList<>(files(SHIPPED.resolve("rules")));
    if (WazuhFiles.arePresent()) {
      decoders.addAll(WazuhFiles.suiteDecoders());
      rules.addAll(WazuhFiles.suiteRules());
    }
    return of("OSSEC", RulesetFlavour.OSSEC, decoders, rules, List.of());
  }

  private static KnownRuleset of(
      String name,
      RulesetFlavour flavour,
      List<ConfigFile> decoders,
      List<ConfigFile> rules,
      List<ConfigFile> lists) {
    List<String> lines = new ArrayList<>(corpus());
    if (WazuhFiles.arePresent()) {
      WazuhFiles.suites()
          .forEach(
              suite ->
                  Suite.read(suite, RulesetFlavour.WAZUH, problem -> {})
                      .cases()
                      .forEach(one -> lines.addAll(one.lines())));
    }
    LiteralIndex literals = new LiteralIndex();
    return new KnownRuleset(
        name,
        Decoders.read(flavour, decoders, literals, problem -> {}),
        RuleSet.read(flavour, rules, lists, literals, problem -> {}, ZoneOffset.UTC),
        PlainDecoders.read(flavour, decoders),
        PlainRules.read(flavour, rules, lists),
        List.copyOf(lines));
  }

  /** The lines of the shipped ruleset's tests, and of other tools' tests if they are there. */
  private static List<String> corpus() {
    List<String> lines = new ArrayList<>();
    for (ConfigFile file : files(CORPUS)) {
      file.text()
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("= "))
          .map(line -> BEFORE_LINE.matcher(line).replaceFirst(""))
          .forEach(lines::add);
    }
    if (Files.isDirectory(PEERS)) {
      files(PEERS).stream()
          .filter(file -> !file.name().matches(".*(\\.assert|\\.yaml|\\.md|COPYING|LICENSE)"))
          .forEach(file -> file.text().lines().filter(line -> !line.isBlank()).forEach(lines::add));
    }
    return lines;
  }

  private static List<ConfigFile> files(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      List<ConfigFile> files = new ArrayList<>();
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        files.add(
            new ConfigFile(
                path.getFileName().toString(),
                Files.readString(path, StandardCharsets.ISO_8859_1)));
      }
      return files;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
