package io.threatlockdown.ops.config;

import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.LenientXml;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import io.threatlockdown.core.xml.XmlElement;
import io.threatlockdown.core.xml.XmlException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Walks ossec.conf section by section, in document order. */
final class OssecConfReader {
  private static final Set<String> OTHER_SECTIONS =
      Set.of(
          "agent-key-polling",
          "agent-upgrade",
          "agentless",
          "anti_tampering",
          "auth",
          "client",
          "client_buffer",
          "cluster",
          "database_output",
          "email_alerts",
          "fluent-forward",
          "gcp-bucket",
          "gcp-pubsub",
          "github",
          "indexer",
          "integration",
          "labels",
          "logging",
          "ms-graph",
          "office365",
          "remote",
          "reports",
          "rootcheck",
          "rule_test",
          "sca",
          "socket",
          "syslog_output",
          "task-manager",
          "vulnerability-detection",
          "vulnerability-detector",
          "wazuh_db",
          "wodle");

  private final String file;
  private final Consumer<Problem> problems;
  private final CommandReader commands;
  private final GlobalReader global = new GlobalReader();
  private final LocalFileReader localFiles = new LocalFileReader();
  private final RulesetReader ruleset = new RulesetReader();
  private final OssecRulesReader rules = new OssecRulesReader();
  private final PeersReader peers = new PeersReader();
  private final SyscheckReader syscheck = new SyscheckReader();
  private final Set<String> otherSections = new HashSet<>();

  OssecConfReader(String file, Set<String> ownPrograms, Consumer<Problem> problems) {
    this.commands = new CommandReader(ownPrograms);
    this.file = file;
    this.problems = problems;
  }

  OssecConf read(ConfigFile conf) {
    List<XmlElement> roots = parse(conf);
    boolean agent =
        roots.stream().flatMap(root -> root.children().stream()).anyMatch(OssecConfReader::isAgent);
    ActiveResponseReader responses = new ActiveResponseReader(commands, agent);
    boolean any = false;
    for (XmlElement root : roots) {
      ConfElement element = new ConfElement(root, file, problems);
      if (root.name().equals("ossec_config")) {
        any = true;
        element.children().forEach(section -> read(section, element, responses));
      } else {
        element.warning("is not <ossec_config> and is ignored");
      }
    }
    if (!any) {
      problems.accept(
          new Problem(Severity.WARNING, file, 0, "there is no <ossec_config>: nothing is done"));
    }
    return new OssecConf(
        commands.definitions(),
        responses.responses(),
        new BlockPolicy(responses.repeatedOffenders()),
        global.allowlist(),
        localFiles.localFiles(),
        global.logAlertLevel(),
        global.emailAlertLevel(),
        global.jsonAlerts(),
        global.geoipDb(),
        ruleset.paths(),
        rules.paths(),
        peers.hosts(),
        syscheck.settings());
  }

  private List<XmlElement> parse(ConfigFile conf) {
    try {
      return LenientXml.parse(conf);
    } catch (XmlException broken) {
      String message = String.valueOf(broken.getMessage());
      problems.accept(new Problem(Severity.FATAL, file, broken.line(), message));
      return List.of();
    }
  }

  /** An agent's file has {@code <client>}; its active-response blocks bind no rules. */
  private static boolean isAgent(XmlElement section) {
    return section.name().equals("client");
  }

  private void read(ConfElement section, ConfElement root, ActiveResponseReader responses) {
    switch (section.name()) {
      case "command" -> commands.read(section);
      case "active-response" -> responses.read(section);
      case "global" -> global.readGlobal(section);
      case "alerts" -> global.readAlerts(section);
      case "localfile" -> localFiles.read(section);
      case "ruleset" -> ruleset.read(section);
      case "rules" -> rules.read(section);
      case "syscheck" -> syscheck.read(section);
      default -> skip(section, root);
    }
  }

  private void skip(ConfElement section, ConfElement root) {
    peers.read(section.xml());
    if (!OTHER_SECTIONS.contains(section.name())) {
      section.unknown(
          root,
          List.of(
              "command, active-response, global, alerts, localfile, syscheck, ruleset, rules, and "
                  + "sections that have no effect here such as remote"));
    } else if (otherSections.add(section.name())) {
      section.warning("has no effect here");
    }
  }
}
