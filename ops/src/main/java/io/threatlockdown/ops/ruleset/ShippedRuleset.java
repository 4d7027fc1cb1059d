package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.response.MitreCatalog;
import io.threatlockdown.core.response.MitreTechnique;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The ruleset in the jar. A jar lists no directory, hence the names here. */
final class ShippedRuleset {
  private static final String OUTCOME_DECODERS = "decoders/0009-outcomes.xml";
  private static final String OUTCOME_RULES = "rules/0016-outcomes.xml";

  /** The decoder files in load order. */
  static final List<String> DECODERS =
      List.of(
          "decoders/0006-json.xml",
          OUTCOME_DECODERS,
          "decoders/0010-active-response.xml",
          "decoders/0095-dropbear.xml",
          "decoders/0205-pam.xml",
          "decoders/0310-sshd.xml",
          "decoders/0315-su.xml",
          "decoders/0320-sudo.xml",
          "decoders/0350-accounts.xml");

  /** The rule files in load order. */
  static final List<String> RULES =
      List.of(
          "rules/0010-roots.xml",
          "rules/0015-own.xml",
          OUTCOME_RULES,
          "rules/0020-syslog.xml",
          "rules/0085-pam.xml",
          "rules/0095-sshd.xml",
          "rules/0305-dropbear.xml");

  private static final List<String> JUDGE =
      List.of("decoders/0095-dropbear.xml", "decoders/0205-pam.xml", "decoders/0310-sshd.xml");

  private static final Pattern RESPONSES_LOG = Pattern.compile("<rule\\s+id=\"650\"");
  private static final Pattern FIRST_OUTCOME = Pattern.compile("<rule\\s+id=\"200300\"");
  private static final String MITRE = "mitre.txt";

  private ShippedRuleset() {}

  static RulesetFiles files() {
    return new RulesetFiles(
        DECODERS.stream().map(ShippedRuleset::read).toList(),
        RULES.stream().map(ShippedRuleset::read).toList(),
        List.of());
  }

  /**
   * Returns the files with those beside them that know what this service writes down of its
   * responses. A ruleset stays as it is if it knows nothing of active-responses.log, or has them.
   */
  static RulesetFiles withOutcomes(RulesetFiles files) {
    if (!has(files, RESPONSES_LOG) || has(files, FIRST_OUTCOME)) {
      return files;
    }
    return new RulesetFiles(
        Stream.concat(Stream.of(read(OUTCOME_DECODERS)), files.decoders().stream()).toList(),
        Stream.concat(files.rules().stream(), Stream.of(read(OUTCOME_RULES))).toList(),
        files.lists());
  }

  /**
   * Returns decoders that tell the source address of sshd's, dropbear's and PAM's lines from typed
   * text.
   */
  static Decoders judge(LiteralIndex literals) {
    return Decoders.read(
        RulesetFlavour.WAZUH,
        JUDGE.stream().map(ShippedRuleset::read).toList(),
        literals,
        problem -> {});
  }

  /** Returns the techniques of {@code mitre.txt}: a line has id, name, and tactics. */
  static MitreCatalog mitre() {
    Map<String, MitreTechnique> techniques = new HashMap<>();
    read(MITRE)
        .text()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Arrays.asList(line.split(" \\| ", -1)))
        .forEach(
            parts ->
                techniques.put(
                    parts.get(0),
                    new MitreTechnique(parts.get(1), Arrays.asList(parts.get(2).split(", ", -1)))));
    return new MitreCatalog(techniques);
  }

  private static boolean has(RulesetFiles files, Pattern rule) {
    return files.rules().stream().anyMatch(file -> rule.matcher(file.text()).find());
  }

  private static ConfigFile read(String name) {
    try (InputStream in = ShippedRuleset.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      byte[] bytes = in.readAllBytes();
      return new ConfigFile("shipped:" + name, Latin1.of(bytes, 0, bytes.length));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + name + " of the jar", unreadable);
    }
  }
}
