package io.threatlockdown.ops.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.offender.OffenderLimits;
import io.threatlockdown.core.response.BlockBudget;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.BlockScope;
import io.threatlockdown.core.response.Decay;
import io.threatlockdown.core.response.GoodLoginPolicy;
import io.threatlockdown.core.response.GoodLoginPolicy.Pardon;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.Problem.Severity;
import io.threatlockdown.core.xml.RulesetFlavour;
import io.threatlockdown.ops.firewall.FirewallSettings;
import io.threatlockdown.ops.firewall.FirewallSettings.Way;
import io.threatlockdown.ops.output.OutputLimits;
import io.threatlockdown.ops.ruleset.RulesetChoice;
import io.threatlockdown.persistence.OnJournalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes settings of threatlockdown.conf, ossec.conf, flags and what is found on the host. */
final class SettingsReader {
  /** The longest threatlockdown.conf. The reference has 4 KB. */
  static final long CONF_BYTES_MAX = 1 << 20;

  /** As long as the journal remembers the earlier blocks of a key. */
  private static final Duration DECAY_MAX = Duration.ofDays(30);

  private static final Pattern HOST_NAME =
      Pattern.compile(
          "(?=.{1,253}$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})\\.)*"
              + "[A-Za-z][A-Za-z0-9-]{0,62}\\.?");

  private final Flags flags;
  private final Host host;
  private final Consumer<Problem> problems;
  private final KeyReader keys;

  SettingsReader(Flags flags, Host host, Consumer<Problem> problems) {
    this.flags = flags;
    this.host = host;
    this.problems = problems;
    this.keys = new KeyReader(parse(), ConfigFactory.defaultReference(), problems);
  }

  Settings read() {
    keys.rejectUnknownKeys();
    Path dataDir = dataDir();
    OssecConfSource source =
        OssecConfSource.find(flags.ossecConf().or(() -> path("ossec-conf")), host, problems);
    ResponseSettings responses = responses(dataDir);
    OssecConf ossec = withLadders(source.read(responses.ownPrograms(), problems), responses);
    boolean observe = flags.observe() || keys.truth("observe");
    return new Settings(
        dataDir,
        source.name(),
        ossec,
        source.localFiles(ossec, dataDir),
        ruleset(source, ossec),
        listen(),
        observe,
        flags.releaseOnStop() || keys.truth("release-on-stop"),
        keys.word("on-journal-failure", OnJournalFailure.class),
        new JournalKeys(keys).server(),
        flags.stdin(),
        firewall(observe),
        responses,
        new GoodLoginPolicy(
            keys.duration("good-logins.window"), keys.word("good-logins.pardon", Pardon.class)),
        guarded(ossec),
        new BlockBudget.Limits(
            keys.number("budget.new-blocks-per-minute", 1, 10_000_000),
            keys.word("budget.beyond", BlockBudget.Beyond.class)),
        scope(),
        offenders(),
        output(),
        new WatchSettings(
            keys.truth("watch.canary"),
            keys.duration("watch.canary-every"),
            keys.number("watch.canary-port", 1, 65_535)),
        new NotificationKeys(keys).read(),
        new LogSettings(
            keys.word("log.format", LogSettings.Format.class),
            keys.word("log.level", LogSettings.Level.class)));
  }

  private OssecConf withLadders(OssecConf ossec, ResponseSettings responses) {
    Duration decay = keys.duration("repeat-offenders.decay");
    if (decay.compareTo(DECAY_MAX) > 0) {
      keys.wrong("repeat-offenders.decay", "a positive duration up to 30d");
    }
    return ossec.with(
        new LadderKeys(keys, ossec, responses.ownPrograms()).responses(),
        new BlockPolicy(ossec.policy().repeated(), new Decay(decay)));
  }

  /** Reads only where the block journal is. */
  JournalPlace journal() {
    keys.rejectUnknownKeys();
    return new JournalPlace(dataDir(), new JournalKeys(keys).server());
  }

  private Path dataDir() {
    return flags.data().or(() -> path("data")).orElseGet(host::data).toAbsolutePath().normalize();
  }

  /** Returns what threatlockdown.conf says; the one no flag names may be missing. */
  private Config parse() {
    Path file = flags.conf().orElse(host.conf());
    try {
      if (flags.conf().isEmpty() && Files.notExists(file)) {
        return ConfigFactory.empty();
      }
      if (Files.size(file) > CONF_BYTES_MAX) {
        fatal(file, 0, "has more than " + CONF_BYTES_MAX + " bytes");
        return ConfigFactory.empty();
      }
      return ConfigFactory.parseFile(
              file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
          .resolve();
    } catch (ConfigException wrong) {
      int line =
          Optional.ofNullable(wrong.origin()).map(each -> Math.max(0, each.lineNumber())).orElse(0);
      fatal(file, line, String.valueOf(wrong.getMessage()));
    } catch (IOException unreadable) {
      fatal(file, 0, "cannot be read: " + unreadable);
    }
    return ConfigFactory.empty();
  }

  private RulesetChoice ruleset(OssecConfSource source, OssecConf ossec) {
    List<Path> given =
        flags.ruleset().dirs().isEmpty()
            ? keys.texts("ruleset").stream().map(Path::of).toList()
            : flags.ruleset().dirs();
    Optional<RulesetFlavour> flavour = flags.ruleset().flavour().or(this::flavour);
    RulesetChoice choice =
        given.isEmpty()
            ? source.ruleset(ossec, flavour, problems)
            : new RulesetChoice(given, Optional.empty(), flavour);
    return choice.locatedBy(flags.ruleset().geoip().or(() -> source.geoipDb(ossec)));
  }

  private Optional<RulesetFlavour> flavour() {
    String text = keys.text("ruleset-flavour");
    Optional<RulesetFlavour> named =
        Arrays.stream(RulesetFlavour.values()).filter(each -> each.tag().equals(text)).findFirst();
    if (named.isEmpty() && !text.isEmpty()) {
      keys.wrong("ruleset-flavour", "wazuh, ossec, or empty to look at the ruleset");
    }
    return named;
  }

  private Listen listen() {
    if (flags.listen().isPresent()) {
      String text = flags.listen().get();
      Optional<Listen> listen = Listen.parse(text);
      if (listen.isEmpty()) {
        problems.accept(
            new Problem(
                Severity.FATAL,
                "command line",
                0,
                "--listen is '" + text + "'; allowed: HOST:PORT, such as 127.0.0.1:8514"));
      }
      return listen.orElse(new Listen("127.0.0.1", 8514));
    }
    Optional<Listen> listen = Listen.parse(keys.text("listen"));
    if (listen.isEmpty()) {
      keys.wrong("listen", "HOST:PORT, such as 127.0.0.1:8514");
    }
    return listen.orElse(new Listen("127.0.0.1", 8514));
  }

  private FirewallSettings firewall(boolean observe) {
    Way way = keys.word("firewall.way", Way.class);
    String table = keys.text("firewall.table");
    try {
      return new FirewallSettings(
          observe ? Way.OBSERVE : way, table, keys.truth("firewall.end-connections"));
    } catch (IllegalArgumentException wrong) {
      keys.wrong("firewall.table", String.valueOf(wrong.getMessage()));
      return FirewallSettings.DEFAULT;
    }
  }

  private ResponseSettings responses(Path dataDir) {
    Path programs =
        flags
            .programs()
            .or(() -> path("responses.programs"))
            .orElseGet(
                () ->
                    Files.isDirectory(host.programs())
                        ? host.programs()
                        : dataDir.resolve("active-response").resolve("bin"));
    return new ResponseSettings(
        programs.toAbsolutePath().normalize(),
        Set.copyOf(keys.texts("responses.own-programs")),
        Set.copyOf(keys.texts("responses.observe")),
        Set.copyOf(keys.texts("responses.guarded-accounts")),
        keys.duration("responses.time-limit"),
        keys.number("responses.running-max", 1, 1_000));
  }

  private List<String> guarded(OssecConf ossec) {
    List<String> given = keys.texts("guard");
    if (!given.stream().allMatch(SettingsReader::isHost)) {
      keys.wrong("guard", "addresses, prefixes such as 192.0.2.0/24, and host names");
    }
    return Stream.concat(given.stream(), ossec.peers().stream())
        .filter(SettingsReader::isHost)
        .distinct()
        .toList();
  }

  /** What looks like an address must be one: a host name has a letter in its last label. */
  private static boolean isHost(String text) {
    return AddressPrefix.parse(text).isPresent() || HOST_NAME.matcher(text).matches();
  }

  private BlockScope scope() {
    int offenders = keys.number("escalation.offenders", 0, 1 << 16);
    if (offenders == 1) {
      keys.wrong("escalation.offenders", "0 for no escalation, else from 2 to 65536");
    }
    Duration within = keys.duration("escalation.within");
    int length = keys.number("escalation.ipv4-prefix-length", 8, 31);
    return new BlockScope(
        keys.number("block-ipv6-prefix-length", 1, 128),
        offenders < 2
            ? Optional.empty()
            : Optional.of(new BlockScope.Escalation(offenders, within, length)));
  }

  private OffenderLimits offenders() {
    int registries = keys.number("offenders.registries", 1, 64);
    return new OffenderLimits(
        registries,
        Math.max(registries, keys.number("offenders.live-max", 1, 10_000_000)),
        keys.number("offenders.ipv6-prefix-length", 1, 128),
        keys.duration("offenders.idle-after"),
        keys.number("offenders.order-tries-max", 1, 1_000_000));
  }

  private OutputLimits output() {
    return new OutputLimits(
        keys.size("output.queue-bytes-max"),
        keys.size("output.file-bytes-max"),
        keys.number("output.files-max", 1, 1_000));
  }

  private Optional<Path> path(String key) {
    return Optional.of(keys.text(key)).filter(text -> !text.isEmpty()).map(Path::of);
  }

  private void fatal(Path file, int line, String text) {
    problems.accept(new Problem(Severity.FATAL, file.toString(), line, text));
  }
}
