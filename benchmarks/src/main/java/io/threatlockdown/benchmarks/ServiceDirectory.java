package io.threatlockdown.benchmarks;

import io.threatlockdown.ops.config.Flags;
import io.threatlockdown.ops.ruleset.RulesetChoice;
import io.threatlockdown.ops.wiring.Configuration;
import io.threatlockdown.ops.wiring.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The directory in which a benchmark runs the whole service: its settings, log and data. */
final class ServiceDirectory {
  private static final String OSSEC_CONF =
      """
      <ossec_config>
        <command><name>firewall-drop</name><executable>firewall-drop</executable>
          <timeout_allowed>yes</timeout_allowed></command>
        <active-response><command>firewall-drop</command><location>local</location>
          <rules_id>5710</rules_id><timeout>%d</timeout></active-response>
        <localfile><log_format>syslog</log_format><location>%s</location></localfile>
      </ossec_config>
      """;

  private final Path directory;

  /** Takes an empty directory. */
  ServiceDirectory(Path directory) {
    this.directory = directory;
  }

  /** The file that it reads. */
  Path log() {
    return directory.resolve("auth.log");
  }

  Path data() {
    return directory.resolve("data");
  }

  /** Makes the log and returns how the service starts: rule 5710 drops for so many seconds. */
  Configuration configuration(int seconds) throws IOException, StartException {
    Files.createFile(log());
    Path conf = directory.resolve("ossec.conf");
    Files.writeString(conf, OSSEC_CONF.formatted(seconds, log()));
    return Configuration.load(
        new Flags(
            Optional.empty(),
            Optional.of(conf),
            RulesetChoice.SHIPPED,
            Optional.of(data()),
            Optional.empty(),
            Optional.of("127.0.0.1:0"),
            false,
            false,
            false,
            Optional.empty()));
  }
}
