package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A ruleset of a few lines, one host's memory of it, and events to try it with. */
final class RuleSetFixture {
  static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");
  static final String ROOT =
      """
      <group name="syslog,">
        <rule id="1" level="0" noalert="1">
          <category>syslog</category>
          <description>All logs.</description>
        </rule>
      </group>
      """;

  final List<Problem> problems = new ArrayList<>();
  final RuleSet rules;
  final Correlation memory;

  private RuleSetFixture(RulesetFlavour flavour, String xml, List<ConfigFile> lists) {
    rules =
        RuleSet.read(
            flavour,
            List.of(new ConfigFile("root.xml", ROOT), new ConfigFile("test.xml", xml)),
            lists,
            new LiteralIndex(),
            problems::add,
            ZoneOffset.UTC);
    memory = rules.correlation(new AtomicLong(1)::getAndIncrement);
  }

  /** Reads rules of a group named {@code test,} below the syslog root. */
  static RuleSetFixture of(String rules) {
    return new RuleSetFixture(
        RulesetFlavour.WAZUH, "<group name=\"test,\">" + rules + "</group>", List.of());
  }

  static RuleSetFixture of(String rules, ConfigFile list) {
    return new RuleSetFixture(
        RulesetFlavour.WAZUH, "<group name=\"test,\">" + rules + "</group>", List.of(list));
  }

  /** Reads rules as OSSEC does, in a group named {@code test,} below the syslog root. */
  static RuleSetFixture ossec(String rules, ConfigFile... lists) {
    return new RuleSetFixture(
        RulesetFlavour.OSSEC, "<group name=\"test,\">" + rules + "</group>", List.of(lists));
  }

  static RuleSetFixture ofFile(String xml) {
    return new RuleSetFixture(RulesetFlavour.WAZUH, xml, List.of());
  }

  /** A rule of level 3 that asks only this. */
  static RuleSetFixture asking(String conditions) {
    return of(rule(100, 3, conditions));
  }

  static String rule(int id, int level, String content) {
    return "<rule id=\"%d\" level=\"%d\">%s<description>Rule %d.</description></rule>"
        .formatted(id, level, content, id);
  }

  static Event.Builder event(String log) {
    LogLine line = LogLine.log(log, "/var/log/auth.log", ReportingHost.local("manager"), NOON);
    return new Event.Builder(line).decoder("sshd", Optional.empty(), Category.SYSLOG);
  }

  static Event eventFrom(String address, String log) {
    return event(log).field(StaticField.SRCIP, address).build();
  }

  Verdict at(int second, Event event) {
    return rules.evaluate(event, NOON.plusSeconds(second), memory);
  }

  Verdict evaluate(Event event) {
    return at(0, event);
  }

  /** The id of the rule that matches, 0 for none. */
  int matches(Event.Builder event) {
    return evaluate(event.build()).rule().map(Rule::id).orElse(0);
  }

  int matches(String log) {
    return matches(event(log));
  }

  /** The rule ids that the alerts of equal events name, a second apart; 0 for no alert. */
  List<Integer> alertsOf(Event event, int times) {
    List<Integer> ids = new ArrayList<>();
    for (int second = 0; second < times; second++) {
      ids.add(at(second, event).alert().map(alert -> alert.rule().id()).orElse(0));
    }
    return ids;
  }

  List<String> errors() {
    return texts(Problem.Severity.ERROR);
  }

  List<String> warnings() {
    return texts(Problem.Severity.WARNING);
  }

  private List<String> texts(Problem.Severity severity) {
    return problems.stream()
        .filter(problem -> problem.severity() == severity)
        .map(Problem::text)
        .toList();
  }
}
