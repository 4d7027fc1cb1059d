package io.threatlockdown.ops.config;

import java.util.Locale;

/** How the service writes its own log, on standard error. */
public record LogSettings(Format format, Level level) {
  /** The form of a log line. */
  public enum Format {
    TEXT,
    JSON
  }

  /** The lowest level that is logged. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /** Makes logging follow these; has no effect once the first line was logged. */
  public void apply() {
    System.setProperty("tld.log.format", format.name().toLowerCase(Locale.ROOT));
    System.setProperty("tld.log.level", level.name().toLowerCase(Locale.ROOT));
  }
}
