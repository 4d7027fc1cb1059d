package io.threatlockdown.core.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Loads the decoders of Wazuh 4.14, if they lie beside the project, and runs its suites' lines. */
class WazuhDecodersTest {
  private static final Path WAZUH = Path.of("..", "..", "shared", "wazuh-4.14");
  private static final Pattern KEY = Pattern.compile("(log[^=]*|decoder|rule|alert)\\s*=\\s?(.*)");

  private record Case(String where, List<String> lines, String decoder) {}

  @BeforeAll
  static void findRuleset() {
    assumeTrue(
        Files.isDirectory(WAZUH.resolve("decoders")),
        "Wazuh's ruleset is not at " + WAZUH.toAbsolutePath());
  }

  @Test
  void read_wholeRuleset_hasNoProblem() throws IOException {
    List<Problem> problems = new ArrayList<>();

    Decoders decoders = Decoders.read(files(), problems::add);

    assertThat(problems).isEmpty();
    assertThat(decoders.names()).contains("sshd", "json", "syscheck_new_entry");
  }

  @Test
  void decode_suiteLines_haveTheExpectedDecoder() throws IOException {
    Decoders decoders = Decoders.read(files(), problem -> {});
    List<String> wrong = new ArrayList<>();
    int compared = 0;

    for (Case expected : cases()) {
      String last = expected.lines().get(expected.lines().size() - 1);
      Event event = decoders.decode(LogLine.log(last, "stdin", Lines.HERE, Lines.NOON));
      compared++;
      if (!event.decoderName().orElse("").equals(expected.decoder())) {
        wrong.add(expected.where() + ": " + event.decoderName() + " for " + expected.decoder());
      }
    }

    assertThat(compared).isGreaterThan(500);
    assertThat(wrong).isEmpty();
  }

  private static List<ConfigFile> files() throws IOException {
    List<Path> paths = new ArrayList<>(list(WAZUH.resolve("decoders"), ".xml"));
    paths.addAll(list(WAZUH.resolve("testing"), "_decoder.xml"));
    paths.addAll(list(WAZUH.resolve("testing/ruleset"), "_decoders.xml"));
    paths.sort(Comparator.comparing(path -> path.getFileName().toString()));
    List<ConfigFile> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(new ConfigFile(path.getFileName().toString(), text(path)));
    }
    return files;
  }

  /** Returns the passing cases that name a decoder; sections of one name are one case. */
  private static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (Path path : list(WAZUH.resolve("testing/tests"), ".ini")) {
      for (String section : text(path).split("(?m)^\\[", -1)) {
        List<String> lines = new ArrayList<>();
        String decoder = "";
        boolean passing = true;
        for (String line : section.split("\n", -1)) {
          Matcher key = KEY.matcher(line.strip());
          if (key.matches() && key.group(1).startsWith("log")) {
            lines.add(key.group(2).strip());
            passing = !key.group(1).strip().toLowerCase(Locale.ROOT).endsWith("fail");
          } else if (key.matches() && key.group(1).equals("decoder")) {
            decoder = key.group(2).strip();
          }
        }
        if (!lines.isEmpty() && passing && !decoder.isEmpty()) {
          cases.add(
              new Case(path.getFileName() + " " + section.lines().findFirst(), lines, decoder));
        }
      }
    }
    return cases;
  }

  private static List<Path> list(Path directory, String ending) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static String text(Path path) throws IOException {
    return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
  }
}
