package io.threatlockdown.ops.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.offender.OffenderLimits;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.config.LocalFile.Format;
import io.threatlockdown.ops.firewall.FirewallSettings;
import io.threatlockdown.ops.firewall.FirewallSettings.Way;
import io.threatlockdown.ops.output.OutputLimits;
import io.threatlockdown.ops.ruleset.RulesetChoice;
import io.threatlockdown.persistence.OnJournalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads settings on a host whose files are in a temporary directory. */
class SettingsReaderTest {
  private static final String WAZUH_CONF =
      """
      <ossec_config>
        <ruleset>
          <decoder_dir>ruleset/decoders</decoder_dir>
          <rule_dir>ruleset/rules</rule_dir>
          <decoder_dir>etc/decoders</decoder_dir>
        </ruleset>
        <localfile><location>logs/x.log</location><log_format>syslog</log_format></localfile>
      </ossec_config>
      """;

  private final List<Problem> problems = new ArrayList<>();

  @TempDir Path directory;
  private Path conf = Path.of("unset");
  private Host host = Host.current();

  @BeforeEach
  void placeHost() {
    host = TemporaryHost.in(directory);
    conf = host.conf();
  }

  @Test
  void read_nothing_hasDefaults() {
    Settings settings = read(Flags.NONE);

    assertThat(problems).isEmpty();
    assertThat(settings.dataDir()).isEqualTo(directory.resolve("root"));
    assertThat(settings.ossecConf()).isEqualTo("shipped ossec.conf");
    assertThat(settings.ruleset()).isEqualTo(RulesetChoice.SHIPPED);
    assertThat(settings.listen()).isEqualTo(new Listen("127.0.0.1", 8514));
    assertThat(settings.observe()).isFalse();
    assertThat(settings.releaseOnStop()).isFalse();
    assertThat(settings.onJournalFailure()).isEqualTo(OnJournalFailure.BLOCK);
    assertThat(settings.journalServer()).isEmpty();
    assertThat(settings.readStdin()).isFalse();
    assertThat(settings.firewall()).isEqualTo(FirewallSettings.DEFAULT);
    assertThat(settings.offenders()).isEqualTo(OffenderLimits.DEFAULT);
    assertThat(settings.output()).isEqualTo(OutputLimits.DEFAULT);
    assertThat(settings.watch()).isEqualTo(new WatchSettings(false, Duration.ofMinutes(10), 22));
    assertThat(settings.notifications().webhook()).isEmpty();
    assertThat(settings.notifications().mail()).isEmpty();
    assertThat(settings.log())
        .isEqualTo(new LogSettings(LogSettings.Format.TEXT, LogSettings.Level.INFO));
  }

  @Test
  void read_nothing_dropsSourcesOf5710For100Seconds() {
    OssecConf ossec = read(Flags.NONE).ossec();

    assertThat(ossec.responses()).hasSize(1);
    ActiveResponse response = ossec.responses().get(0);
    assertThat(response.name()).isEqualTo("firewall-drop100");
    assertThat(response.location()).isEqualTo("local");
    assertThat(response.ruleIds()).isEqualTo(Set.of(5710));
    assertThat(response.level()).isEmpty();
    assertThat(response.group()).isEmpty();
    assertThat(ossec.policy().repeated()).isEmpty();
    assertThat(ossec.logAlertLevel()).isEqualTo(3);
    assertThat(ossec.emailAlertLevel()).isEqualTo(12);
    assertThat(ossec.commands())
        .extracting(command -> command.name() + ":" + command.timeoutAllowed())
        .containsExactly(
            "disable-account:true",
            "restart-wazuh:false",
            "firewall-drop:true",
            "host-deny:true",
            "route-null:true",
            "win_route-null:true",
            "netsh:true");
  }

  @Test
  void read_nothing_readsTheLogOfOwnResponsesOnly() {
    assertThat(read(Flags.NONE).localFiles())
        .extracting(LocalFile::location)
        .containsExactly(directory.resolve("root/logs/active-responses.log").toString());
  }

  @Test
  void read_everyKey_isMapped() throws IOException {
    Path ossec = Files.writeString(directory.resolve("other.conf"), WAZUH_CONF);
    Files.writeString(
        conf,
        """
        threatlockdown {
          data = /srv/tld
          ossec-conf = "%s"
          ruleset = [/srv/rules, /srv/more]
          listen = "[::1]:9000"
          observe = true
          release-on-stop = true
          on-journal-failure = refuse
          firewall { way = program, table = other }
          offenders {
            registries = 2
            live-max = 500
            ipv6-prefix-length = 56
            idle-after = 10m
            order-tries-max = 3
          }
          output { queue-bytes-max = 1m, file-bytes-max = 2m, files-max = 7 }
          watch { canary = true, canary-every = 90s, canary-port = 2222 }
          log { format = json, level = debug }
        }
        """
            .formatted(ossec));

    Settings settings = read(Flags.NONE);

    assertThat(problems).isEmpty();
    assertThat(settings.dataDir()).isEqualTo(Path.of("/srv/tld"));
    assertThat(settings.ossecConf()).isEqualTo(ossec.toString());
    assertThat(settings.ruleset().dirs())
        .containsExactly(Path.of("/srv/rules"), Path.of("/srv/more"));
    assertThat(settings.listen()).isEqualTo(new Listen("::1", 9000));
    assertThat(settings.observe()).isTrue();
    assertThat(settings.releaseOnStop()).isTrue();
    assertThat(settings.onJournalFailure()).isEqualTo(OnJournalFailure.REFUSE);
    assertThat(settings.firewall()).isEqualTo(new FirewallSettings(Way.OBSERVE, "other", true));
    assertThat(settings.offenders())
        .isEqualTo(new OffenderLimits(2, 500, 56, Duration.ofMinutes(10), 3));
    assertThat(settings.output()).isEqualTo(new OutputLimits(1 << 20, 2 << 20, 7));
    assertThat(settings.watch()).isEqualTo(new WatchSettings(true, Duration.ofSeconds(90), 2222));
    assertThat(settings.log())
        .isEqualTo(new LogSettings(LogSettings.Format.JSON, LogSettings.Level.DEBUG));
  }

  @Test
  void read_flags_winOverTheFile() throws IOException {
    Path other = Files.writeString(directory.resolve("other.conf"), "threatlockdown.data = /srv/a");
    Path ossec = Files.writeString(directory.resolve("x.conf"), WAZUH_CONF);

    Settings settings =
        read(
            new Flags(
                Optional.of(other),
                Optional.of(ossec),
                RulesetChoice.of(List.of(directory)),
                Optional.of(directory.resolve("d")),
                Optional.of(directory.resolve("bin")),
                Optional.of("localhost:0"),
                true,
                true,
                true,
                Optional.empty()));

    assertThat(problems).isEmpty();
    assertThat(settings.dataDir()).isEqualTo(directory.resolve("d"));
    assertThat(settings.ossecConf()).isEqualTo(ossec.toString());
    assertThat(settings.ruleset().dirs()).containsExactly(directory);
    assertThat(settings.listen()).isEqualTo(new Listen("localhost", 0));
    assertThat(settings.observe()).isTrue();
    assertThat(settings.firewall().way()).isEqualTo(Way.OBSERVE);
    assertThat(settings.releaseOnStop()).isTrue();
    assertThat(settings.readStdin()).isTrue();
  }

  @Test
  void read_wazuhInstalled_usesItsFileAndRuleset() throws IOException {
    Files.createDirectories(directory.resolve("ossec/etc"));
    Files.createDirectories(directory.resolve("ossec/ruleset/rules"));
    Files.writeString(host.ossecConf(), WAZUH_CONF);

    Settings settings = read(Flags.NONE);

    assertThat(settings.ossecConf()).isEqualTo(host.ossecConf().toString());
    assertThat(settings.ruleset().dirs()).containsExactly(directory.resolve("ossec/ruleset"));
    assertThat(settings.localFiles())
        .containsExactly(
            new LocalFile(
                directory.resolve("ossec/logs/x.log").toString(), Format.SYSLOG, true, List.of()));
  }

  @Test
  void read_notRoot_keepsDataAtHome() {
    host =
        new Host(false, conf, host.ossecConf(), host.programs(), host.rootData(), host.userData());

    assertThat(read(Flags.NONE).dataDir()).isEqualTo(directory.resolve("user"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          obsrve = true! unknown key threatlockdown.obsrve; allowed: block-ipv6-prefix-length, budget,
          firewall.tabel = x! unknown key threatlockdown.firewall.tabel; allowed: end-connections, table, way
          firewall = best! threatlockdown.firewall is "best"; allowed: a section with
          observe = maybe! threatlockdown.observe is "maybe"; allowed: true or false
          on-journal-failure = maybe! threatlockdown.on-journal-failure is "maybe"; allowed: one of block, refuse
          firewall.way = iptables! allowed: one of best, library, observe, program
          firewall.table = "a b"! table must be a letter
          offenders.registries = 65! threatlockdown.offenders.registries is 65; allowed: a whole
          offenders.ipv6-prefix-length = many! allowed: a whole number from 1 to 128
          offenders.idle-after = 0s! allowed: a positive duration
          offenders.idle-after = soon! allowed: a positive duration
          output.queue-bytes-max = -1! allowed: a size from 1
          listen = "127.0.0.1"! allowed: HOST:PORT
          listen = "127.0.0.1:70000"! allowed: HOST:PORT
          ruleset = /srv/rules! allowed: a list of texts
          ruleset-flavour = both! allowed: wazuh, ossec, or empty
          data = null! threatlockdown.data is null
          """)
  void read_wrongValue_isFatalWithFileAndLine(String key, String text) throws IOException {
    Files.writeString(conf, "threatlockdown {\n\n  " + key + "\n}\n");

    Settings unused = read(Flags.NONE);

    assertThat(problems).singleElement().asString().startsWith(conf + ":3: fatal: ").contains(text);
  }

  @Test
  void read_keyOutsideItsSection_isFatal() throws IOException {
    Files.writeString(conf, "observe = true\n");

    Settings unused = read(Flags.NONE);

    assertThat(problems)
        .singleElement()
        .asString()
        .isEqualTo(conf + ":1: fatal: unknown key observe; allowed: threatlockdown");
  }

  @Test
  void read_brokenFile_isFatalWithItsLine() throws IOException {
    Files.writeString(conf, "threatlockdown {\n observe = [\n");

    Settings unused = read(Flags.NONE);

    assertThat(problems).singleElement().asString().startsWith(conf + ":").contains("fatal");
  }

  @Test
  void read_missingFileOfFlag_isFatal() {
    Settings unused =
        read(
            new Flags(
                Optional.of(directory.resolve("none")),
                Optional.empty(),
                RulesetChoice.SHIPPED,
                Optional.empty(),
                Optional.empty(),
                Optional.of("nowhere"),
                false,
                false,
                false,
                Optional.empty()));

    assertThat(problems).hasSize(2);
    assertThat(problems.get(0).toString()).contains("none:0: fatal: cannot be read");
    assertThat(problems.get(1).toString()).contains("--listen is 'nowhere'");
  }

  private Settings read(Flags flags) {
    return new SettingsReader(flags, host, problems::add).read();
  }
}
