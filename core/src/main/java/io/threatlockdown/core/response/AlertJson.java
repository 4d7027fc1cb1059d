package io.threatlockdown.core.response;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.event.LineKind;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.Rule;
import io.threatlockdown.core.rule.Rule.Option;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The form of an alert in Wazuh's {@code alerts.json}, which active-response programs and log
 * shippers read: one line, names and order of spec AR §5.1. Bytes that spell no UTF-8 become
 * U+FFFD. Safe for any thread.
 */
public final class AlertJson {
  /** The most bytes of {@code previous_output}; whole older logs are left out. */
  public static final int PREVIOUS_OUTPUT_BYTES_MAX = 65_536;

  /** The level from which {@code mail} is true in Wazuh's shipped configuration. */
  public static final int EMAIL_LEVEL = 12;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT);

  private final String managerName;
  private final MitreCatalog mitre;
  private final int emailLevel;
  private final ZoneId zone;

  /** Writes alerts of a manager of that name, in the machine's time zone. */
  public AlertJson(String managerName, MitreCatalog mitre) {
    this(managerName, mitre, EMAIL_LEVEL, ZoneId.systemDefault());
  }

  /**
   * Writes alerts of a manager of that name.
   *
   * @param emailLevel from which level on {@code mail} is true ({@code <email_alert_level>})
   * @param zone of {@code timestamp}
   */
  public AlertJson(String managerName, MitreCatalog mitre, int emailLevel, ZoneId zone) {
    this.managerName = managerName;
    this.mitre = mitre;
    this.emailLevel = emailLevel;
    this.zone = zone;
  }

  /** Returns the alert as one line of JSON, without a newline. */
  public String of(Alert alert) {
    Event event = alert.event();
    boolean fileChange = event.line().kind() == LineKind.SYSCHECK;
    JsonLine line = new JsonLine();
    line.open();
    line.string("timestamp", TIMESTAMP.format(alert.at().atZone(zone)));
    writeRule(alert, line);
    writeAgent(event.line().host(), line);
    line.open("manager");
    line.string("name", managerName);
    line.close();
    line.string("id", alert.id());
    if (!alert.previousLogs().isEmpty()) {
      line.string("previous_output", previousOutput(alert.previousLogs()));
    }
    if (!alert.rule().options().contains(Option.NO_FULL_LOG)) {
      line.string("full_log", Latin1.toText(event.fullLog()));
    }
    if (fileChange) {
      FileChange.write(event, zone, line);
    }
    writeOrigin(event, line);
    alert.previousLog().ifPresent(log -> line.string("previous_log", Latin1.toText(log)));
    if (!fileChange) {
      AlertFields.write(event, line);
    }
    line.string("location", Latin1.toText(event.line().location()));
    line.close();
    return line.toString();
  }

  private void writeRule(Alert alert, JsonLine line) {
    Rule rule = alert.rule();
    line.open("rule");
    line.number("level", rule.level());
    line.string("description", Latin1.toText(alert.description()));
    line.string("id", Integer.toString(rule.id()));
    writeMitre(rule, mitre, line);
    rule.frequency().ifPresent(frequency -> line.number("frequency", frequency));
    line.number("firedtimes", alert.firedTimes());
    line.bool("mail", mails(rule));
    writeGroups(rule, line);
    line.close();
  }

  /** Writes the groups of a rule and the controls it serves. */
  static void writeGroups(Rule rule, JsonLine line) {
    line.strings("groups", rule.groups().stream().map(Latin1::toText).toList());
    rule.compliance()
        .forEach(
            (standard, controls) ->
                line.strings(standard, controls.stream().map(Latin1::toText).toList()));
  }

  private boolean mails(Rule rule) {
    return !rule.options().contains(Option.NO_EMAIL_ALERT)
        && (rule.level() >= emailLevel || rule.options().contains(Option.ALERT_BY_EMAIL));
  }

  /** Writes the techniques of a rule, nothing if it names none. */
  static void writeMitre(Rule rule, MitreCatalog mitre, JsonLine line) {
    List<String> ids = rule.mitreIds();
    if (ids.isEmpty()) {
      return;
    }
    List<MitreTechnique> known =
        ids.stream().flatMap(id -> mitre.technique(id).stream()).distinct().toList();
    line.open("mitre");
    line.strings("id", ids.stream().map(Latin1::toText).toList());
    line.strings(
        "tactic", known.stream().flatMap(each -> each.tactics().stream()).distinct().toList());
    line.strings("technique", known.stream().map(MitreTechnique::name).distinct().toList());
    line.close();
  }

  private static void writeAgent(ReportingHost host, JsonLine line) {
    line.open("agent");
    line.string("id", host.id());
    line.string("name", host.name());
    host.ip().ifPresent(ip -> line.string("ip", ip));
    line.close();
  }

  private static void writeOrigin(Event event, JsonLine line) {
    if (event.programName().isPresent() || event.timestamp().isPresent()) {
      line.open("predecoder");
      event.programName().ifPresent(name -> line.string("program_name", Latin1.toText(name)));
      event.timestamp().ifPresent(time -> line.string("timestamp", Latin1.toText(time)));
      event.hostname().ifPresent(host -> line.string("hostname", Latin1.toText(host)));
      line.close();
    }
    line.open("decoder");
    event.decoderParent().ifPresent(parent -> line.string("parent", parent));
    event.decoderName().ifPresent(name -> line.string("name", name));
    line.close();
  }

  private static String previousOutput(List<String> logs) {
    List<String> kept = new ArrayList<>();
    int bytes = 0;
    for (String log : logs) {
      bytes += log.length() + 1;
      if (bytes > PREVIOUS_OUTPUT_BYTES_MAX && !kept.isEmpty()) {
        break;
      }
      kept.add(Latin1.toText(log));
    }
    return String.join("\n", kept);
  }
}
