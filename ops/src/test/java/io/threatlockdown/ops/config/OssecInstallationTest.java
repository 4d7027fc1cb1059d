package io.threatlockdown.ops.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import io.threatlockdown.ops.ruleset.OssecPaths;
import io.threatlockdown.ops.ruleset.RulesetChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which ruleset is chosen where OSSEC is installed, and what its {@code <rules>} say. */
class OssecInstallationTest {
  private static final String OSSEC_CONF =
      """
      <ossec_config>
        <rules>
          <include>z_rules.xml</include>
          <include>a_rules.xml</include>
        </rules>
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
  void read_rulesOfOssec_keepsEveryPathInLoadOrder() {
    OssecConf conf =
        read(
            "<rules><decoder>etc/decoder.xml</decoder>"
                + "<decoder_dir>etc/decoders.d</decoder_dir><include>rules_config.xml</include>"
                + "<rule_dir pattern=\"_rules.xml$\">etc/own</rule_dir>"
                + "<include>local_rules.xml</include><list>lists/bad</list>"
                + "<list_dir>lists/more</list_dir></rules>");

    OssecPaths rules = conf.rules().orElseThrow();
    assertThat(problems).isEmpty();
    assertThat(rules.decoders())
        .extracting(OssecPaths.Entry::path)
        .containsExactly("etc/decoder.xml", "etc/decoders.d");
    assertThat(rules.rules())
        .extracting(OssecPaths.Entry::path)
        .containsExactly("rules_config.xml", "etc/own", "local_rules.xml");
    assertThat(rules.rules().get(1).names().orElseThrow().matches("etc/own/x_rules.xml")).isTrue();
    assertThat(rules.rules().get(1).names().orElseThrow().matches("etc/own/x.xml")).isFalse();
    assertThat(rules.lists())
        .extracting(OssecPaths.Entry::path)
        .containsExactly("lists/bad", "lists/more");
  }

  @Test
  void read_ossecInstalled_loadsWhatItsFileIncludes() throws IOException {
    Files.createDirectories(directory.resolve("ossec/etc"));
    Files.createDirectories(directory.resolve("ossec/rules"));
    Files.writeString(host.ossecConf(), OSSEC_CONF);

    RulesetChoice ruleset = settings().ruleset();

    assertThat(problems).isEmpty();
    assertThat(ruleset.dirs()).isEmpty();
    assertThat(ruleset.flavourInForce()).isEqualTo(RulesetFlavour.OSSEC);
    assertThat(ruleset.ossec().orElseThrow().base()).isEqualTo(directory.resolve("ossec"));
    assertThat(ruleset.ossec().orElseThrow().rules())
        .extracting(OssecPaths.Entry::path)
        .containsExactly("z_rules.xml", "a_rules.xml");
  }

  @Test
  void read_ossecsFileWithoutItsRuleset_usesTheShippedOneAndSaysSo() throws IOException {
    Files.createDirectories(directory.resolve("ossec/etc"));
    Files.writeString(host.ossecConf(), OSSEC_CONF);

    assertThat(settings().ruleset()).isEqualTo(RulesetChoice.SHIPPED);
    assertThat(problems)
        .singleElement()
        .satisfies(problem -> assertThat(problem.text()).contains("there is no", "ossec/rules"));
  }

  @Test
  void read_flavourInTheFile_isTaken() throws IOException {
    Files.writeString(conf, "threatlockdown { ruleset = [/srv/rules], ruleset-flavour = ossec }");

    assertThat(settings().ruleset().flavour()).contains(RulesetFlavour.OSSEC);
  }

  @Test
  void read_geoipdb_liesInOssecsDirectory() throws IOException {
    Files.createDirectories(directory.resolve("ossec/etc"));
    Files.writeString(
        host.ossecConf(),
        "<ossec_config><global><geoipdb>etc/city.mmdb</geoipdb></global></ossec_config>");

    assertThat(settings().ruleset().geoip()).contains(directory.resolve("ossec/etc/city.mmdb"));
    assertThat(problems).isEmpty();
  }

  @Test
  void read_emptyGeoipdb_isAnError() {
    assertThat(read("<global><geoipdb> </geoipdb></global>").geoipDb()).isEmpty();
    assertThat(problems)
        .singleElement()
        .satisfies(problem -> assertThat(problem.text()).contains("geoipdb", "is no path"));
  }

  private Settings settings() {
    return new SettingsReader(Flags.NONE, host, problems::add).read();
  }

  private OssecConf read(String sections) {
    return OssecConf.read(
        new ConfigFile("ossec.conf", "<ossec_config>" + sections + "</ossec_config>"),
        problems::add);
  }
}
