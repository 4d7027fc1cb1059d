package io.threatlockdown.ops.config;

import java.util.Locale;
import org.slf4j.bridge.SLF4JBridgeHandler;

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

  /**
   * Takes what libraries tell {@code java.util.logging} into the log, where logback.xml says what
   * becomes of it; by itself that writes to standard error in a form of its own.
   */
  public static void adoptJavaLogging() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** Makes logging follow these; has no effect once the first line was logged. */
  public void apply() {
    System.setProperty("tld.log.format", format.name().toLowerCase(Locale.ROOT));
    System.setProperty("tld.log.level", level.name().toLowerCase(Locale.ROOT));
  }
}
