package io.threatlockdown.ops.config;

import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.Allowlist;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.CommandDefinition;
import io.threatlockdown.core.source.integrity.IntegritySettings;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.ruleset.OssecPaths;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What ossec.conf says, as far as it concerns active response (spec AR §1).
 *
 * @param commands in document order; of two with one name the first
 * @param responses the blocks in force, in document order
 * @param policy how long repeat offenders are blocked
 * @param allowlist who is never blocked
 * @param localFiles what is read
 * @param logAlertLevel the lowest level that alerts.json shows ({@code <log_alert_level>})
 * @param emailAlertLevel the level from which an alert says {@code mail}
 * @param jsonAlerts whether alerts.json is written ({@code <jsonout_output>})
 * @param geoipDb the GeoIP database ({@code <geoipdb>}), a path as written
 * @param ruleset what {@code <ruleset>} names, which is Wazuh's
 * @param rules what {@code <rules>} names, which is OSSEC's; empty without one
 * @param peers the hosts that the file names as this one's manager, cluster nodes and database:
 *     addresses and host names
 * @param integrity which files are watched
 */
public record OssecConf(
    List<CommandDefinition> commands,
    List<ActiveResponse> responses,
    BlockPolicy policy,
    Allowlist allowlist,
    List<LocalFile> localFiles,
    int logAlertLevel,
    int emailAlertLevel,
    boolean jsonAlerts,
    Optional<String> geoipDb,
    RulesetPaths ruleset,
    Optional<OssecPaths> rules,
    List<String> peers,
    IntegritySettings integrity) {
  /** {@code log_alert_level} where the file has none (Wazuh's code; its shipped file says 3). */
  public static final int LOG_ALERT_LEVEL = 1;

  /** {@code email_alert_level} where the file has none (Wazuh's code; its shipped file says 12). */
  public static final int EMAIL_ALERT_LEVEL = 7;

  public OssecConf {
    commands = List.copyOf(commands);
    responses = List.copyOf(responses);
    localFiles = List.copyOf(localFiles);
    peers = List.copyOf(peers);
  }

  /** Returns the same with other responses, and another policy for repeat offenders. */
  OssecConf with(List<ActiveResponse> otherResponses, BlockPolicy otherPolicy) {
    return new OssecConf(
        commands,
        otherResponses,
        otherPolicy,
        allowlist,
        localFiles,
        logAlertLevel,
        emailAlertLevel,
        jsonAlerts,
        geoipDb,
        ruleset,
        rules,
        peers,
        integrity);
  }

  /**
   * Reads the file: any number of {@code <ossec_config>} roots as if they were one. Never throws;
   * what is wrong is reported, and if any of it is fatal nothing may start.
   */
  public static OssecConf read(ConfigFile file, Consumer<Problem> problems) {
    return read(file, Set.of(), problems);
  }

  /**
   * Reads the file as {@link #read(ConfigFile, Consumer)}.
   *
   * @param ownPrograms file names of programs that are run although this process could stand in for
   *     them
   */
  public static OssecConf read(
      ConfigFile file, Set<String> ownPrograms, Consumer<Problem> problems) {
    return new OssecConfReader(file.name(), ownPrograms, problems).read(file);
  }
}
