package io.threatlockdown.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.threatlockdown.ops.config.LogSettings;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Encodes hostile log events as the shipped logback.xml says. */
class LogbackTest {
  private static final String HOSTILE = "user 'a\nb\u001b[2J\u202e\u0085'" + "x".repeat(5_000);

  @Test
  void text_hostileMessage_isOneShortLine() throws JoranException {
    String line = encode("text");

    assertThat(line).contains("WARN  LogbackTest: user 'a?b?[2J??'xxx").endsWith("x\n");
    assertThat(line.strip()).doesNotContain("\n", "\u001b");
    assertThat(line).hasSizeLessThan(2_200);
  }

  @Test
  void json_hostileMessage_isOneObject() throws JoranException, IOException {
    String line = encode("json");

    JsonNode json = new JsonMapper().readTree(line);
    assertThat(line.strip()).doesNotContain("\n", "\u001b");
    assertThat(json.path("formattedMessage").textValue()).isEqualTo(HOSTILE);
    assertThat(json.path("level").textValue()).isEqualTo("WARN");
  }

  @Test
  void driversOfDatabases_areLeftToTheJournal() throws JoranException {
    LoggerContext context = configured("text");

    assertThat(context.getLogger("org.postgresql.Driver").isErrorEnabled()).isFalse();
    assertThat(context.getLogger("com.zaxxer.hikari.pool.HikariPool").isErrorEnabled()).isFalse();
    assertThat(context.getLogger("io.threatlockdown.Any").isErrorEnabled()).isTrue();
  }

  @Test
  void javaLogging_goesToTheLogAndNowhereElse() {
    java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
    Handler[] before = root.getHandlers();
    try {
      LogSettings.adoptJavaLogging();

      assertThat(root.getHandlers()).hasSize(1).hasOnlyElementsOfType(SLF4JBridgeHandler.class);
    } finally {
      SLF4JBridgeHandler.uninstall();
      Stream.of(before).forEach(root::addHandler);
    }
  }

  private static String encode(String format) throws JoranException {
    LoggerContext context = configured(format);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger logger = context.getLogger(LogbackTest.class);
    ILoggingEvent event =
        new LoggingEvent(
            LogbackTest.class.getName(), logger, Level.WARN, "{}", null, new Object[] {HOSTILE});

    assertThat(root.getLevel()).isEqualTo(Level.WARN);
    OutputStreamAppender<ILoggingEvent> appender =
        (OutputStreamAppender<ILoggingEvent>) Objects.requireNonNull(root.getAppender(format));
    return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
  }

  private static LoggerContext configured(String format) throws JoranException {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("tld.log.format", format);
    context.putProperty("tld.log.level", "warn");
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    URL file = Objects.requireNonNull(Main.class.getResource("/logback.xml"));
    configurator.doConfigure(file);
    return context;
  }
}
