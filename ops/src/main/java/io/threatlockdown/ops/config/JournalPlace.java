package io.threatlockdown.ops.config;

import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.persistence.PostgresServer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the block journal is kept.
 *
 * @param dataDir absolute
 * @param server the PostgreSQL server that keeps it; empty: a file in the directory
 */
public record JournalPlace(Path dataDir, Optional<PostgresServer> server) {
  /**
   * Reads threatlockdown.conf for it. Never throws; what is wrong is reported, and if any of it is
   * fatal the place means nothing.
   */
  public static JournalPlace read(Flags flags, Consumer<Problem> problems) {
    return new SettingsReader(flags, Host.current(), problems).journal();
  }
}
