package io.threatlockdown.core.response;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.event.LineKind;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.Rule;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Compares whole lines with what Wazuh writes. */
class AlertJsonTest {
  private static final Instant NOON = Instant.parse("2024-05-01T12:00:00.123Z");
  private static final ReportingHost WEB01 =
      new ReportingHost("001", "web01", Optional.of("198.51.100.5"));
  private static final MitreCatalog MITRE =
      new MitreCatalog(
          Map.of(
              "T1110.001",
              new MitreTechnique("Password Guessing", List.of("Credential Access")),
              "T1021.004",
              new MitreTechnique("SSH", List.of("Lateral Movement"))));
  private static final String INVALID_USER =
      "May  1 12:00:00 web01 sshd[1234]: Invalid user admin from 203.0.113.7 port 50000";
  private static final AlertJson JSON = new AlertJson("mgr", MITRE, 12, ZoneOffset.UTC);

  @Test
  void of_rule5710_isWhatWazuhWrites() {
    Event event =
        new Event.Builder(line(INVALID_USER))
            .programName("sshd")
            .timestamp("May  1 12:00:00")
            .hostname("web01")
            .decoder("sshd", Optional.of("sshd"), Category.SYSLOG)
            .field(StaticField.SRCUSER, "admin")
            .field(StaticField.SRCIP, "203.0.113.7")
            .field(StaticField.SRCPORT, "50000")
            .build();

    String json = JSON.of(alert(rule5710(), event));

    assertThat(json)
        .isEqualTo(
            "{\"timestamp\":\"2024-05-01T12:00:00.123+0000\",\"rule\":{\"level\":5,"
                + "\"description\":\"sshd: Attempt to login using a non-existent user\","
                + "\"id\":\"5710\",\"mitre\":{\"id\":[\"T1110.001\",\"T1021.004\"],"
                + "\"tactic\":[\"Credential Access\",\"Lateral Movement\"],"
                + "\"technique\":[\"Password Guessing\",\"SSH\"]},"
                + "\"firedtimes\":1,\"mail\":false,"
                + "\"groups\":[\"syslog\",\"sshd\"],\"gdpr\":[\"IV_35.7.d\",\"IV_32.2\"],"
                + "\"pci_dss\":[\"10.2.4\"]},"
                + "\"agent\":{\"id\":\"001\",\"name\":\"web01\",\"ip\":\"198.51.100.5\"},"
                + "\"manager\":{\"name\":\"mgr\"},\"id\":\"1714564800.12345\","
                + "\"full_log\":\""
                + INVALID_USER
                + "\",\"predecoder\":{\"program_name\":\"sshd\","
                + "\"timestamp\":\"May  1 12:00:00\",\"hostname\":\"web01\"},"
                + "\"decoder\":{\"parent\":\"sshd\",\"name\":\"sshd\"},"
                + "\"data\":{\"srcip\":\"203.0.113.7\",\"srcport\":\"50000\","
                + "\"srcuser\":\"admin\"},\"location\":\"/var/log/auth.log\"}");
  }

  @Test
  void of_hostileText_isOneLineOfValidJson() throws IOException {
    String hostile = Latin1.ofText("é\"\\\n\r\t\b\f\u0001\u007f\u2028") + "\u00ff";
    Event event =
        new Event.Builder(line(hostile))
            .field(StaticField.SRCUSER, hostile)
            .dynamicField(hostile, hostile)
            .build();

    String json = JSON.of(alert(rule5710(), event));

    assertThat(json)
        .doesNotContain("\n", "\r")
        .contains("\"srcuser\":\"é\\\"\\\\\\n\\r\\t\\b\\f\\u0001\u007f\u2028\ufffd\"");
    assertValid(json);
  }

  @Test
  void of_dynamicFields_nestAtDotsAndKeepTheFirstValue() {
    Event event =
        new Event.Builder(line("{}"))
            .field(StaticField.ID, "7")
            .dynamicField("win.system.eventID", "4625")
            .dynamicField("Win.system.eventId", "1")
            .dynamicField("win.eventdata", "none")
            .dynamicField("win.eventdata.ipAddress", "192.0.2.1")
            .dynamicField("id", "8")
            .dynamicField("args", "[\"a\",1]")
            .dynamicField("notArgs", "[\"a\",1")
            .build();

    String json = JSON.of(alert(rule5710(), event));

    assertThat(json)
        .contains(
            "\"data\":{\"id\":\"7\",\"win\":{\"system\":{\"eventID\":\"4625\"},"
                + "\"eventdata\":\"none\"},\"args\":[\"a\",1],\"notArgs\":\"[\\\"a\\\",1\"}");
  }

  @Test
  void of_nameOfManyDots_nestsToTheLimit() throws IOException {
    Event event = new Event.Builder(line("{}")).dynamicField("a.".repeat(30_000), "x").build();

    String json = JSON.of(alert(rule5710(), event));

    assertThat(json).contains("{\"a\":".repeat(AlertFields.NESTING_MAX - 1) + "{\"a.a.");
    assertValid(json);
  }

  @Test
  void of_previousLogs_areJoinedUpToTheLimit() {
    Event event = new Event.Builder(line("now")).build();
    String large = "x".repeat(65_000);
    Alert few = alert(rule5710(), event, List.of("newer", "older"));
    Alert many = alert(rule5710(), event, List.of(large, large, large));

    assertThat(JSON.of(few)).contains("\"previous_output\":\"newer\\nolder\",\"full_log\":\"now\"");
    assertThat(JSON.of(many)).contains("\"previous_output\":\"" + large + "\",\"full_log\"");
  }

  @Test
  void of_options_decideFullLogAndMail() {
    Event event = new Event.Builder(line("secret")).build();

    String quiet = JSON.of(alert(rule(15, Set.of(Rule.Option.NO_FULL_LOG)), event));
    String mailed = JSON.of(alert(rule(3, Set.of(Rule.Option.ALERT_BY_EMAIL)), event));
    String unmailed = JSON.of(alert(rule(15, Set.of(Rule.Option.NO_EMAIL_ALERT)), event));

    assertThat(quiet).doesNotContain("full_log", "secret").contains("\"mail\":true");
    assertThat(mailed).contains("\"mail\":true");
    assertThat(unmailed).contains("\"mail\":false", "\"decoder\":{},\"location\"");
  }

  @Test
  void of_fileChange_hasSyscheckAndNoData() {
    LogLine line =
        new LogLine("{}", "syscheck", LineKind.SYSCHECK, ReportingHost.local("mgr"), NOON);
    Event event =
        new Event.Builder(line)
            .text("File '/etc/passwd' modified\n")
            .decoder("syscheck_integrity_changed", Optional.empty(), Category.OSSEC)
            .dynamicField("file", "/etc/passwd")
            .dynamicField("mode", "realtime")
            .dynamicField("size", "2")
            .dynamicField("size_before", "1")
            .dynamicField("uid", "0")
            .dynamicField("uid_before", "0")
            .dynamicField("mtime", "1714564800")
            .dynamicField("inode", "77")
            .dynamicField("changed_fields", "size,mtime")
            .dynamicField("event_type", "modified")
            .build();

    String json = JSON.of(alert(rule(7, Set.of()), event));

    assertThat(json)
        .contains(
            "\"full_log\":\"File '/etc/passwd' modified\\n\",\"syscheck\":{"
                + "\"path\":\"/etc/passwd\",\"mode\":\"realtime\",\"size_before\":\"1\","
                + "\"size_after\":\"2\",\"uid_after\":\"0\","
                + "\"mtime_after\":\"2024-05-01T12:00:00\",\"inode_after\":77,"
                + "\"changed_attributes\":[\"size\",\"mtime\"],\"event\":\"modified\"},"
                + "\"decoder\":{\"name\":\"syscheck_integrity_changed\"},"
                + "\"location\":\"syscheck\"}");
  }

  private static void assertValid(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      assertThat(parser.nextToken()).isNotNull();
      parser.skipChildren();
      assertThat(parser.nextToken()).isNull();
    }
  }

  private static LogLine line(String text) {
    return LogLine.log(text, "/var/log/auth.log", WEB01, NOON);
  }

  private static Alert alert(Rule rule, Event event) {
    return alert(rule, event, List.of());
  }

  private static Alert alert(Rule rule, Event event, List<String> previousLogs) {
    return new Alert(
        "1714564800.12345",
        NOON,
        rule,
        event,
        rule.description(),
        1,
        previousLogs,
        Optional.empty());
  }

  private static Rule rule(int level, Set<Rule.Option> options) {
    return new Rule(
        100_001,
        level,
        "test",
        "test,",
        List.of("test"),
        Map.of(),
        List.of(),
        OptionalInt.empty(),
        options);
  }

  private static Rule rule5710() {
    Map<String, List<String>> compliance = new LinkedHashMap<>();
    compliance.put("gdpr", List.of("IV_35.7.d", "IV_32.2"));
    compliance.put("pci_dss", List.of("10.2.4"));
    return new Rule(
        5710,
        5,
        "sshd: Attempt to login using a non-existent user",
        "syslog,sshd,",
        List.of("syslog", "sshd"),
        compliance,
        List.of("T1110.001", "T1021.004"),
        OptionalInt.empty(),
        Set.of());
  }
}
