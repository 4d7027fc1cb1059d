package io.threatlockdown.ops.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads wrong and misleading ossec.conf texts and compares complaints. */
class OssecConfProblemsTest {
  private static final String DROP =
      """
      <command>
        <name>firewall-drop</name>
        <executable>firewall-drop</executable>
        <timeout_allowed>yes</timeout_allowed>
      </command>
      """;

  private final List<Problem> problems = new ArrayList<>();

  @Test
  void read_problem_namesFileLineElementValueAndAllowed() {
    OssecConf unused = read("\n\n" + response("<level>\u00c3\u00a9</level>"));

    assertThat(problems.get(0).toString())
        .isEqualTo("ossec.conf:3: fatal: <active-response> needs a <command> and a <location>");
    assertThat(problemsOf(DROP + block("<location>local</location><level>x</level>")))
        .anyMatch(
            text -> text.endsWith("fatal: <level> is 'x'; allowed: a whole number from 0 to 20"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '"',
      textBlock =
          """
          <nonsense/>! unknown element
          <global><nonsense/></global>! unknown element
          <alerts><log_alert_level>high</log_alert_level></alerts>! 'high'
          <global><jsonout_output>Yes</jsonout_output></global>! allowed: yes, no
          <command><name>x</name></command>! <executable>
          <command><name></name><executable>x</executable></command>! <name>
          <command><name>x</name><executable>x</executable><timeout_allowed>true</timeout_allowed></command>! allowed: yes, no
          <command><name>x</name><executable>x</executable><os>linux</os></command>! unknown element <os>
          <active-response><disabled>no</disabled></active-response>! needs a <command>
          <active-response><command>nobody</command><location>local</location></active-response>! 'nobody'
          <active-response><command> </command><location>local</location></active-response>! a command defined above
          <active-response><ca_verification>yes</ca_verification></active-response>! unknown element
          <localfile><location>/var/log/x</location></localfile>! needs a <log_format>
          <localfile><log_format>syslog</log_format></localfile>! needs a <location>
          <localfile><log_format>plain</log_format><location>/x</location></localfile>! 'plain'
          <ruleset><nonsense>x</nonsense></ruleset>! unknown element
          <ruleset><include>x</include></ruleset>! unknown element
          <rules><decoder_include>x</decoder_include></rules>! allowed: include, rule, rule_dir
          <rules><rule_dir pattern="\\q">x</rule_dir></rules>! has no OS_Regex in attribute pattern
          <global>! expected </global>
          """)
  void read_whatStopsWazuh_isFatal(String conf, String text) {
    OssecConf unused = read(conf);

    assertThat(problems)
        .anyMatch(problem -> problem.severity() == Severity.FATAL && problem.text().contains(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          <location>nowhere</location><level>7</level>! 'nowhere'
          <location></location><level>7</level>! <location>
          <location>defined-agent</location><level>7</level>! needs an <agent_id>
          <location>local</location><level>21</level>! '21'
          <location>local</location><level>7</level><timeout>soon</timeout>! 'soon'
          <location>local</location><level>7</level><timeout>-1</timeout>! '-1'
          <location>local</location><level>7</level><os>x</os>! unknown element <os>
          """)
  void read_badBlock_isFatal(String inside, String text) {
    assertThat(problemsOf(DROP + block(inside)))
        .anyMatch(problem -> problem.contains("fatal") && problem.contains(text));
  }

  @Test
  void read_timeoutWithoutTimeoutAllowed_isFatal() {
    String command = "<command><name>x</name><executable>x</executable></command>";
    String block =
        "<command>x</command><location>local</location><level>7</level><timeout>60</timeout>";

    assertThat(problemsOf(command + response(block)))
        .singleElement()
        .asString()
        .contains("fatal", "timeout_allowed", "never end");
  }

  @Test
  void read_commandDefinedBelow_isFatal() {
    assertThat(problemsOf(block("<location>local</location><level>7</level>") + DROP))
        .singleElement()
        .asString()
        .contains("fatal", "'firewall-drop'", "defined above");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          <location>localhost</location><level>7</level><timeout>9</timeout>! read as [LOCAL]
          <location>local,server</location><level>7</level><timeout>9</timeout>! read as [SERVER, LOCAL]
          <location>local</location><timeout>9</timeout>! never runs
          <location>local</location><level>7</level>! until it is released by hand
          <location>local</location><level>7</level><timeout>0</timeout>! until it is released by hand
          <location>local</location><level>7</level><timeout>10m</timeout>! only the number 10 counts
          <location>local</location><level>0</level><rules_id>5710</rules_id><timeout>9</timeout>! asks for no level
          <location>local</location><level>3</level><timeout>9</timeout>! run in a circle
          <location>local</location><rules_group>ossec,</rules_group><timeout>9</timeout>! run in a circle
          <location>local</location><rules_id>651</rules_id><timeout>9</timeout>! run in a circle
          <location>local</location><rules_id>5710;5712</rules_id><timeout>9</timeout>! does not count
          <location>local</location><rules_group>sshd</rules_group><timeout>9</timeout>! inside longer names
          <location>local</location><rules_group>sshd,pam,</rules_group><timeout>9</timeout>! next to each other
          <location>defined-agent</location><agent_id>366, 409</agent_id><level>7</level><timeout>9</timeout>! only the number 366 counts
          <location>defined-agent</location><agent_id>000</agent_id><level>7</level><timeout>9</timeout>! names no agent
          <location>local</location><level>6</level><level>7</level><timeout>9</timeout>! given twice
          """)
  void read_trap_isWarnedOf(String inside, String text) {
    assertThat(problemsOf(DROP + block(inside)))
        .singleElement()
        .asString()
        .contains("warning", text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          192.0.2.0/33; no address
          300.1.1.1; no address
          bastion.example.org; not looked up
          !192.0.2.1; does not negate
          0.0.0.0/0; never blocked
          """)
  void read_whiteListTrap_isWarnedOf(String value, String text) {
    assertThat(problemsOf("<global><white_list>" + value + "</white_list></global>"))
        .singleElement()
        .asString()
        .contains("warning", text);
  }

  private OssecConf read(String inside) {
    return OssecConf.read(
        new ConfigFile("ossec.conf", "<ossec_config>" + inside + "</ossec_config>"), problems::add);
  }

  private List<String> problemsOf(String inside) {
    problems.clear();
    OssecConf unused = read(inside);
    return problems.stream().map(Problem::toString).toList();
  }

  private static String response(String inside) {
    return "<active-response>" + inside + "</active-response>";
  }

  private static String block(String inside) {
    return response("<command>firewall-drop</command>" + inside);
  }
}
