package io.threatlockdown.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LineKind;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decodes what does not go through the decoder tree (spec ruleset §6.3, §6.4). */
class BuiltInDecodersTest {
  private static final Decoders DECODERS = Lines.decoders("");
  private static final ReportingHost AGENT = new ReportingHost("007", "pc", Optional.empty());

  private static Event decode(LineKind kind, String text) {
    return DECODERS.decode(new LogLine(text, "here", kind, AGENT, Instant.EPOCH));
  }

  private static Map<String, String> fields(Event event) {
    return event.dynamicFields().stream()
        .collect(Collectors.toMap(DynamicField::name, DynamicField::value));
  }

  private static Event logon(String message, String level, String keywords, String data) {
    String xml =
        """
        <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
        <Provider Name='Microsoft-Windows-Security-Auditing' Guid='{54849625}'/>\
        <EventID>4625</EventID><Version>0</Version><Level>%s</Level><Task>12544</Task>\
        <Opcode>0</Opcode><Keywords>%s</Keywords>\
        <TimeCreated SystemTime='2026-11-24T12:00:00.1Z'/><EventRecordID>31</EventRecordID>\
        <Correlation/><Execution ProcessID='7' ThreadID='8'/><Channel>Security</Channel>\
        <Computer>pc.example</Computer><Security/></System>%s</Event>"""
            .formatted(level, keywords, data);
    return decode(
        LineKind.EVENTCHANNEL,
        "{\"Message\":"
            + JsonPrinter.quoted(message)
            + ",\"Event\":"
            + JsonPrinter.quoted(xml)
            + "}");
  }

  @Test
  void decode_windowsLogonFailure_hasItsFieldsAndJsonAsLog() {
    Event event =
        logon(
            "An account failed.\r\n\r\n",
            "0",
            "0x8010000000000000",
            "<EventData><Data Name='TargetUserName'>ghost  </Data><Data Name='IpAddress'>-</Data>"
                + "<Data Name='Reason'>(NULL)</Data><Data Name='Empty'></Data>"
                + "<Data Name='CommandLine'>a &gt; b \"c\"</Data></EventData>");

    assertThat(event.decoderName()).contains("windows_eventchannel");
    assertThat(event.category()).isEqualTo(Category.OSSEC);
    assertThat(event.hostname()).contains("pc");
    assertThat(event.programName()).isEmpty();
    assertThat(fields(event))
        .containsEntry("win.system.providerName", "Microsoft-Windows-Security-Auditing")
        .containsEntry("win.system.providerGuid", "{54849625}")
        .containsEntry("win.system.eventID", "4625")
        .containsEntry("win.system.systemTime", "2026-11-24T12:00:00.1Z")
        .containsEntry("win.system.processID", "7")
        .containsEntry("win.system.threadID", "8")
        .containsEntry("win.system.channel", "Security")
        .containsEntry("win.system.severityValue", "AUDIT_FAILURE")
        .containsEntry("win.system.message", "An account failed.")
        .containsEntry("win.eventdata.targetUserName", "ghost")
        .containsEntry("win.eventdata.commandLine", "a &gt; b \"c\"")
        .doesNotContainKeys(
            "win.eventdata.ipAddress", "win.eventdata.reason", "win.eventdata.empty");
    assertThat(event.log()).startsWith("{\"win\":{\"system\":{\"providerName\":");
    assertThat(event.fullLog()).isEqualTo(event.log());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, CRITICAL",
    "2, 0, ERROR",
    "3, 0, WARNING",
    "4, 0x8000000000000000, INFORMATION",
    "5, 0, VERBOSE",
    "0, 0x8020000000000000, AUDIT_SUCCESS",
    "0, 0x8000000000000000, UNKNOWN",
    "0, nonsense, UNKNOWN",
    "6, 0x8020000000000000, UNKNOWN"
  })
  void decode_windowsLevel_namesTheSeverity(String level, String keywords, String severity) {
    assertThat(fields(logon("", level, keywords, "")))
        .containsEntry("win.system.severityValue", severity);
  }

  @Test
  void decode_windowsAuditPolicy_namesNumbers() {
    Event event =
        logon(
            "",
            "0",
            "0x8020000000000000",
            "<EventData><Data Name='CategoryId'>%%8273</Data>"
                + "<Data Name='SubcategoryId'>%%12546</Data>"
                + "<Data Name='AuditPolicyChanges'>%%8448, %%8450</Data></EventData>");

    assertThat(fields(event))
        .containsEntry("win.eventdata.category", "Logon/Logoff")
        .containsEntry("win.eventdata.subcategory", "Account Lockout")
        .containsEntry("win.eventdata.auditPolicyChanges", "Success removed, Failure removed")
        .containsEntry("win.eventdata.auditPolicyChangesId", "%%8448, %%8450");
  }

  @Test
  void decode_windowsUnnamedDataAndUserData_areFields() {
    Event event =
        logon(
            "",
            "4",
            "0",
            "<EventData><Data>one</Data><Data>two</Data><Binary>00FF</Binary></EventData>"
                + "<UserData><LogFileCleared><SubjectUserName>root</SubjectUserName>"
                + "</LogFileCleared></UserData>");

    assertThat(fields(event))
        .containsEntry("win.eventdata.data", "one, two")
        .containsEntry("win.eventdata.binary", "00FF")
        .containsEntry("win.userData.subjectUserName", "root");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{\"Event\":\"no XML\"}",
        "{\"Event\":\"<Event><System>\"}",
        "{\"Event\":\"<Event></Event>\"}",
        "{\"Event\":\"<!DOCTYPE e [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><Event>&a;</Event>\"}"
      })
  void decode_windowsThatIsNone_hasNoDecoder(String text) {
    Event event = decode(LineKind.EVENTCHANNEL, text);

    assertThat(event.decoderName()).isEmpty();
    assertThat(event.dynamicFields()).isEmpty();
  }

  @Test
  void decode_windowsNestedTooDeep_hasNoDecoder() {
    assertThat(logon("", "4", "0", "<a>".repeat(40) + "</a>".repeat(40)).decoderName()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "System Audit: Backdoor found - eval. File: /var/www/x.php. Reference: 1;"
            + " Backdoor found - eval; /var/www/x.php",
        "System Audit: SSH Hardening - 1: Port 22 {CIS: 1.1}. File: /etc/sshd_config.;"
            + " SSH Hardening - 1: Port 22; /etc/sshd_config",
        "Trojaned version of file '/bin/ps' found. File '/bin/ps' changed;"
            + " Trojaned version of file '/bin/ps' found; /bin/ps",
        "Rootkit 'x' detected; Rootkit 'x' detected; "
      })
  void decode_rootcheck_hasTitleAndFile(String text, String title, String file) {
    Event event = decode(LineKind.ROOTCHECK, text);

    assertThat(event.decoderName()).contains("rootcheck");
    assertThat(event.log()).isEqualTo(text);
    assertThat(event.dynamicField("title")).contains(title);
    assertThat(event.dynamicField("file")).isEqualTo(Optional.ofNullable(file));
    assertThat(event.ftsFields()).isNotEmpty();
  }

  @Test
  void decode_scaCheck_hasItsFields() {
    Event event =
        decode(
            LineKind.SCA,
            """
            {"type":"check","id":42,"policy":"CIS","policy_id":"cis_debian",
            "check":{"id":1500,"title":"No root","compliance":{"cis":"1.1","pci_dss":"2.2"},
            "rules":["f:/x"],"file":"/etc/x","result":"failed"}}""");

    assertThat(event.decoderName()).contains("sca");
    assertThat(fields(event))
        .isEqualTo(
            Map.of(
                "sca.type", "check",
                "sca.scan_id", "42",
                "sca.policy", "CIS",
                "sca.policy_id", "cis_debian",
                "sca.check.id", "1500",
                "sca.check.title", "No root",
                "sca.check.compliance.cis", "1.1",
                "sca.check.compliance.pci_dss", "2.2",
                "sca.check.file", "/etc/x",
                "sca.check.result", "failed"));
  }

  @Test
  void decode_scaSummary_namesItsPolicy() {
    Event event =
        decode(LineKind.SCA, "{\"type\":\"summary\",\"name\":\"CIS\",\"passed\":3,\"score\":50}");

    assertThat(fields(event)).containsEntry("sca.policy", "CIS").containsEntry("sca.score", "50");
    assertThat(decode(LineKind.SCA, "{\"type\":\"else\"}").decoderName()).isEmpty();
  }

  @Test
  void decode_hostinfo_hasHostAndPorts() {
    Event event = decode(LineKind.HOSTINFO, "Host: 192.0.2.9 (), open ports: 22 (tcp) 80 (tcp)");

    assertThat(event.decoderName()).contains("hostinfo_new");
    assertThat(event.field(StaticField.ID)).contains("192.0.2.9");
    assertThat(event.field(StaticField.DATA)).contains("open ports: 22 (tcp) 80 (tcp)");
    assertThat(decode(LineKind.HOSTINFO, "else").decoderName()).isEmpty();
  }

  @Test
  void decode_inventoryAndCiscat_areTheirJson() {
    Event inventory =
        decode(LineKind.SYSCOLLECTOR, "{\"type\":\"program\",\"program\":{\"name\":\"x\"}}");
    Event benchmark = decode(LineKind.CISCAT, "{\"cis\":{\"result\":\"pass\"}}");

    assertThat(inventory.decoderName()).contains("syscollector");
    assertThat(inventory.dynamicField("program.name")).contains("x");
    assertThat(benchmark.decoderName()).contains("ciscat");
    assertThat(benchmark.dynamicField("cis.result")).contains("pass");
    assertThat(benchmark.category()).isEqualTo(Category.OSSEC);
  }
}
