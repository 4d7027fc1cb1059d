package io.threatlockdown.ops.config;

import io.threatlockdown.core.offender.OffenderLimits;
import io.threatlockdown.core.response.BlockBudget;
import io.threatlockdown.core.response.BlockScope;
import io.threatlockdown.core.response.GoodLoginPolicy;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.firewall.FirewallSettings;
import io.threatlockdown.ops.notify.NotificationSettings;
import io.threatlockdown.ops.output.OutputLimits;
import io.threatlockdown.ops.ruleset.RulesetChoice;
import io.threatlockdown.persistence.OnJournalFailure;
import io.threatlockdown.persistence.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything that is configured: threatlockdown.conf, ossec.conf and flags in one. Every key is
 * explained in {@code reference.conf}.
 *
 * @param dataDir absolute; may not exist yet
 * @param ossecConf the name of the ossec.conf that was read, for messages
 * @param ossec what it says, with ladders in the place of the responses they replace; {@link
 *     #localFiles} holds its localfiles with absolute locations
 * @param localFiles what to read
 * @param ruleset which ruleset is loaded
 * @param firewall observes if {@link #observe} is set
 * @param onJournalFailure what becomes of blocks while the journal cannot be written
 * @param journalServer keeps the block journal; empty: a file in the data directory does
 * @param responses how responses that are no drops are carried out
 * @param goodLogins what successful logins mean
 * @param guarded addresses, prefixes and host names that are never blocked: those of
 *     threatlockdown.conf, and the peers of ossec.conf
 * @param readStdin whether to read standard input instead of the localfiles
 */
public record Settings(
    Path dataDir,
    String ossecConf,
    OssecConf ossec,
    List<LocalFile> localFiles,
    RulesetChoice ruleset,
    Listen listen,
    boolean observe,
    boolean releaseOnStop,
    OnJournalFailure onJournalFailure,
    Optional<PostgresServer> journalServer,
    boolean readStdin,
    FirewallSettings firewall,
    ResponseSettings responses,
    GoodLoginPolicy goodLogins,
    List<String> guarded,
    BlockBudget.Limits budget,
    BlockScope scope,
    OffenderLimits offenders,
    OutputLimits output,
    WatchSettings watch,
    NotificationSettings notifications,
    LogSettings log) {
  public Settings {
    localFiles = List.copyOf(localFiles);
    guarded = List.copyOf(guarded);
  }

  /**
   * Reads the configuration of this host. Never throws; what is wrong is reported, and if any of it
   * is fatal nothing may start.
   */
  public static Settings read(Flags flags, Consumer<Problem> problems) {
    return new SettingsReader(flags, Host.current(), problems).read();
  }
}
