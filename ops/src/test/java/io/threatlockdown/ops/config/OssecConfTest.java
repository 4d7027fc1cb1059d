package io.threatlockdown.ops.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.ActiveResponse.Place;
import io.threatlockdown.core.response.CommandDefinition;
import io.threatlockdown.core.response.Subject;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import io.threatlockdown.ops.config.LocalFile.Format;
import io.threatlockdown.ops.config.LocalFile.JournalFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Reads small ossec.conf texts and compares records and complaints. */
class OssecConfTest {
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
  void read_blockOf5710_isBound() {
    OssecConf conf =
        read(
            DROP
                + response(
                    "<command>firewall-drop</command><location>local</location>"
                        + "<rules_id>5710, 5712</rules_id><timeout>100</timeout>"));

    assertThat(problems).isEmpty();
    ActiveResponse response = conf.responses().get(0);
    assertThat(response.name()).isEqualTo("firewall-drop100");
    assertThat(response.command())
        .isEqualTo(new CommandDefinition("firewall-drop", "firewall-drop", true, List.of()));
    assertThat(response.places()).containsExactly(Place.LOCAL);
    assertThat(response.ruleIds()).containsExactlyInAnyOrder(5710, 5712);
    assertThat(response.timeout()).contains(Duration.ofSeconds(100));
  }

  @Test
  void read_severalRoots_areOneDocument() {
    OssecConf conf =
        OssecConf.read(
            new ConfigFile(
                "ossec.conf",
                "<ossec_config>"
                    + DROP
                    + "<alerts><log_alert_level>5</log_alert_level></alerts></ossec_config>\n"
                    + "<!-- second --><ossec_config>"
                    + response(
                        "<command>firewall-drop</command><location>server</location>"
                            + "<level>7</level><timeout>60</timeout>")
                    + "<alerts><log_alert_level>3</log_alert_level></alerts></ossec_config>"),
            problems::add);

    assertThat(problems).isEmpty();
    assertThat(conf.responses()).hasSize(1);
    assertThat(conf.logAlertLevel()).isEqualTo(3);
  }

  @Test
  void read_emptyFile_hasCodeDefaults() {
    OssecConf conf = read("");

    assertThat(conf.logAlertLevel()).isEqualTo(1);
    assertThat(conf.emailAlertLevel()).isEqualTo(7);
    assertThat(conf.jsonAlerts()).isTrue();
    assertThat(conf.responses()).isEmpty();
    assertThat(conf.policy().repeated()).isEmpty();
    assertThat(conf.ruleset()).isEqualTo(RulesetPaths.EMPTY);
  }

  @Test
  void read_repeatedOffenders_areMinutesUpToFive() {
    OssecConf conf =
        read(response("<repeated_offenders>30, 60,120,240,480,960</repeated_offenders>"));

    assertThat(conf.policy().repeated())
        .containsExactly(
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8));
    assertThat(warnings()).singleElement().asString().contains("first 5 count");
  }

  @Test
  void read_disabledBlock_leavesOthers() {
    String block =
        "<command>firewall-drop</command><location>local</location><level>7</level>"
            + "<timeout>60</timeout>";

    OssecConf conf =
        read(
            DROP
                + response("<disabled>yes</disabled>" + block)
                + response(block)
                + response("<disabled>yes</disabled>" + block));

    assertThat(conf.responses()).hasSize(1);
    assertThat(warnings()).hasSize(2);
  }

  @Test
  void read_levelAndGroup_mustBothHold() {
    OssecConf conf =
        read(
            DROP
                + response(
                    "<command>firewall-drop</command><location>all</location>"
                        + "<level>7</level><rules_group>sshd,|sudo,</rules_group>"
                        + "<timeout>60</timeout>"));

    ActiveResponse response = conf.responses().get(0);
    assertThat(response.level()).isEqualTo(OptionalInt.of(7));
    assertThat(response.group().orElseThrow().matches("syslog,sshd,")).isTrue();
    assertThat(response.group().orElseThrow().matches("syslog,sshdx,")).isFalse();
    assertThat(warnings()).singleElement().asString().contains("must satisfy both");
  }

  @Test
  void read_whiteList_knowsBothFamiliesPrefixesAndPatterns() {
    OssecConf conf =
        read(
            "<global><white_list>127.0.0.1</white_list>"
                + "<white_list>192.0.2.0/24</white_list>"
                + "<white_list>198.51.100.0/255.255.255.0</white_list>"
                + "<white_list>2001:db8::/32</white_list><allow_list>::1</allow_list>"
                + "<white_list>^localhost.localdomain$</white_list>"
                + "<white_list>^203.0.113.</white_list></global>");

    assertThat(problems).isEmpty();
    assertThat(conf.allowlist().prefixes())
        .extracting(AddressPrefix::toString)
        .containsExactly("127.0.0.1", "192.0.2.0/24", "198.51.100.0/24", "2001:db8::/32", "::1");
    assertThat(conf.allowlist().forbids(AddressPrefix.parse("203.0.113.9").orElseThrow()))
        .isPresent();
    assertThat(conf.allowlist().forbids(AddressPrefix.parse("2001:db9::1").orElseThrow()))
        .isEmpty();
  }

  @Test
  void read_localFiles_keepsWhatIsRead() {
    OssecConf conf =
        read(
            "<localfile><log_format>syslog</log_format>"
                + "<location>/var/log/auth-%Y*.log</location>"
                + "<only-future-events>no</only-future-events></localfile>"
                + "<localfile><location>/var/log/app.json</location>"
                + "<log_format>json</log_format><label key=\"a\">b</label></localfile>"
                + "<localfile><location>journald</location><log_format>journald</log_format>"
                + "<filter field=\"_SYSTEMD_UNIT\">^ssh.service$</filter></localfile>"
                + "<localfile><log_format>full_command</log_format><command>last</command>"
                + "</localfile>");

    assertThat(conf.localFiles())
        .containsExactly(
            new LocalFile("/var/log/auth-%Y*.log", Format.SYSLOG, false, List.of()),
            new LocalFile("/var/log/app.json", Format.JSON, true, List.of()),
            new LocalFile(
                "journald",
                Format.JOURNALD,
                true,
                List.of(new JournalFilter("_SYSTEMD_UNIT", "^ssh.service$", false))));
    assertThat(warnings()).hasSize(2);
    assertThat(problems).hasSize(2);
  }

  @Test
  void read_ruleset_keepsPathsInOrder() {
    OssecConf conf =
        read(
            "<ruleset><decoder_dir>ruleset/decoders</decoder_dir>"
                + "<rule_dir>ruleset/rules</rule_dir><rule_exclude>0215-policy.xml</rule_exclude>"
                + "<list>etc/lists/audit-keys</list><decoder_dir>etc/decoders</decoder_dir>"
                + "<rule_include>etc/rules/own.xml</rule_include></ruleset>");

    assertThat(problems).isEmpty();
    assertThat(conf.ruleset().decoderDirs()).containsExactly("ruleset/decoders", "etc/decoders");
    assertThat(conf.ruleset().ruleDirs()).containsExactly("ruleset/rules");
    assertThat(conf.ruleset().ruleExcludes()).containsExactly("0215-policy.xml");
    assertThat(conf.ruleset().ruleFiles()).containsExactly("etc/rules/own.xml");
    assertThat(conf.rules()).isEmpty();
    assertThat(conf.ruleset().lists()).containsExactly("etc/lists/audit-keys");
  }

  @Test
  void read_agentFile_doesNotMindItsOwnBlock() {
    OssecConf conf =
        read(
            "<client><server/></client>"
                + response(
                    "<disabled>no</disabled><ca_store>etc/wpk_root.pem</ca_store>"
                        + "<ca_verification>yes</ca_verification>"));

    assertThat(conf.responses()).isEmpty();
    assertThat(problems).allMatch(problem -> problem.severity() == Severity.WARNING);
  }

  @Test
  void read_otherSections_areNamedOnce() {
    OssecConf unused = read("<remote><port>1514</port></remote><remote/><wodle name=\"x\"/>");

    assertThat(warnings()).hasSize(2);
  }

  @Test
  void read_emptyWhiteList_doesNotAllowEverybody() {
    OssecConf conf = read("<global><white_list></white_list></global>");

    assertThat(conf.allowlist().forbids(AddressPrefix.parse("192.0.2.1").orElseThrow())).isEmpty();
    assertThat(problems).extracting(Problem::severity).containsExactly(Severity.ERROR);
  }

  @Test
  void read_executableOutsideItsDirectory_leavesBlockOut() {
    OssecConf conf =
        read(
            "<command><name>firewall-drop</name><executable>../../bin/sh</executable></command>"
                + block("<location>local</location><level>7</level>"));

    assertThat(conf.responses()).isEmpty();
    assertThat(problems)
        .extracting(Problem::severity)
        .containsExactly(Severity.ERROR, Severity.ERROR);
  }

  @Test
  void read_badGroupPattern_leavesBlockOut() {
    OssecConf conf =
        read(
            DROP
                + block(
                    "<location>local</location><level>7</level><timeout>9</timeout>"
                        + "<rules_group>(sshd,</rules_group>"));

    assertThat(conf.responses()).isEmpty();
    assertThat(problems).anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  @Test
  void read_commandTwice_keepsTheFirst() {
    OssecConf conf =
        read(
            "<command><name>x</name><executable>one</executable><extra_args>a b  c</extra_args>"
                + "</command><command><name>x</name><executable>two</executable></command>");

    assertThat(conf.commands())
        .containsExactly(
            new CommandDefinition(
                "x",
                "one",
                false,
                List.of("a", "b", "", "c"),
                Optional.of(Action.Means.PROGRAM),
                Subject.TOLD));
    assertThat(warnings()).hasSize(1);
  }

  private OssecConf read(String inside) {
    return OssecConf.read(
        new ConfigFile("ossec.conf", "<ossec_config>" + inside + "</ossec_config>"), problems::add);
  }

  private List<Problem> warnings() {
    return problems.stream().filter(each -> each.severity() == Severity.WARNING).toList();
  }

  private static String response(String inside) {
    return "<active-response>" + inside + "</active-response>";
  }

  private static String block(String inside) {
    return response("<command>firewall-drop</command>" + inside);
  }
}
