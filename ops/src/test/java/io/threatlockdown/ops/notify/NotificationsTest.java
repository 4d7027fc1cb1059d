package io.threatlockdown.ops.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.threatlockdown.core.engine.AlertSink;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.response.AlertJson;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.MitreCatalog;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.ResponseLog;
import io.threatlockdown.core.response.Suppression;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.OwnRule;
import io.threatlockdown.ops.notify.NotificationSettings.Format;
import io.threatlockdown.ops.notify.NotificationSettings.Limits;
import io.threatlockdown.ops.notify.NotificationSettings.Mail;
import io.threatlockdown.ops.notify.NotificationSettings.Security;
import io.threatlockdown.ops.notify.NotificationSettings.Webhook;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tells real servers on the loopback of outcomes and alerts. */
class NotificationsTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final ReportingHost HOST = ReportingHost.local("web");

  private final Health health = new Health();
  private final List<Outcome> logged = new ArrayList<>();
  private HookServer server;

  @BeforeEach
  void start() throws IOException {
    server = new HookServer(Optional.empty());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void outcome_wanted_isLoggedAndTold_othersAreOnlyLogged() throws Exception {
    try (Notifications notifications = open(10, Optional.empty())) {
      ResponseLog log = notifications.beside(log());

      log.outcome(suppressed("the alert has no source address"));
      log.outcome(suppressed("guard: default gateway 192.0.2.1"));

      JsonNode told = json(server.next().body());
      assertThat(told.path("kind").asText()).isEqualTo("outcome");
      assertThat(told.path("host").asText()).isEqualTo("web");
      assertThat(told.path("level").asInt()).isEqualTo(7);
      assertThat(told.path("summary").asText())
          .isEqualTo(
              "guarded: firewall-drop100 of 192.0.2.7 for rule 5710, guard: default gateway"
                  + " 192.0.2.1");
      assertThat(told.at("/outcome/srcip").asText()).isEqualTo("192.0.2.7");
      assertThat(logged).hasSize(2);
      awaitHealth("webhook: 1 told, 0 waiting, 0 lost");
    }
    assertThat(server.isQuiet()).isTrue();
  }

  @Test
  void alert_ofTheLevel_isToldWithAllItHas() throws Exception {
    try (Notifications notifications = open(10, Optional.empty())) {
      List<Alert> written = new ArrayList<>();
      AlertSink sink = notifications.beside(written::addAll);

      sink.accept(
          List.of(alert(OwnRule.SOURCE_QUIET, "low"), alert(OwnRule.CANARY_MISSING, "x\n\"")));

      JsonNode told = json(server.next().body());
      assertThat(told.at("/alert/rule/id").asText()).isEqualTo("200112");
      assertThat(told.path("summary").asText())
          .startsWith("alert 200112 (level 12): ")
          .contains("x\\n\"");
      assertThat(written).hasSize(2);
    }
  }

  @Test
  void outcome_flood_isToldInOneMessageBeyondTheRate() throws Exception {
    try (Notifications notifications = open(2, Optional.empty())) {
      ResponseLog log = notifications.beside(log());
      for (int i = 0; i < 10_000; i++) {
        log.outcome(suppressed("guard: own address"));
      }
    }

    assertThat(json(server.next().body()).path("kind").asText()).isEqualTo("outcome");
    assertThat(json(server.next().body()).path("kind").asText()).isEqualTo("outcome");
    JsonNode digest = json(server.next().body());
    assertThat(digest.path("kind").asText()).isEqualTo("digest");
    assertThat(digest.path("count").asLong()).isEqualTo(9_998);
    assertThat(digest.at("/counts/guarded firewall-drop100").asLong()).isEqualTo(9_998);
    assertThat(server.isQuiet()).isTrue();
  }

  @Test
  void outcome_serverFails_isTriedAgainUntilTaken() throws Exception {
    server.answer(503, "Retry-After", "1");
    server.answer(500);
    try (Notifications notifications = open(10, Optional.empty())) {
      notifications.beside(log()).outcome(suppressed("guard: own address"));

      String first = server.next().body();
      assertThat(server.next().body()).isEqualTo(first);
      assertThat(server.next().body()).isEqualTo(first);
      awaitHealth("webhook: 1 told, 0 waiting, 0 lost");
    }
  }

  @Test
  void outcome_serverHangs_nobodyWaitsAndTheOtherChannelGoesOn() throws Exception {
    GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.start();
    server.hang(false);
    Notifications notifications = open(10, Optional.of(mails.getSmtp().getPort()));
    try {
      ResponseLog log = notifications.beside(log());
      log.outcome(suppressed("guard: own address"));
      assertThat(server.next()).isNotNull(); // From here on the webhook's thread waits.

      log.outcome(suppressed("guard: default gateway"));

      assertThat(mails.waitForIncomingEmail(30_000, 2)).isTrue();
      assertThat(mails.getReceivedMessages()[0].getSubject()).startsWith("[web] guarded: ");
      awaitHealth("webhook: 0 told, 2 waiting, 0 lost, failing: no answer within");
    } finally {
      server.close();
      notifications.close();
      mails.stop();
    }
  }

  private ResponseLog log() {
    return new ResponseLog() {
      @Override
      public void added(BlockOrder order, boolean alreadyActive) {}

      @Override
      public void deleted(BlockOrder order) {}

      @Override
      public void outcome(Outcome outcome) {
        logged.add(outcome);
      }
    };
  }

  private Notifications open(int perMinute, Optional<Integer> mailPort) throws IOException {
    NotificationSettings settings =
        new NotificationSettings(
            Set.of(Outcome.Kind.GUARDED),
            OptionalInt.of(12),
            true,
            new Limits(perMinute, 100, 5, Duration.ofSeconds(3)),
            Optional.of(
                new Webhook(
                    Optional.of(server.url("http", "/")),
                    Optional.empty(),
                    Format.JSON,
                    Optional.empty(),
                    Optional.empty())),
            mailPort.map(
                port ->
                    new Mail(
                        "127.0.0.1",
                        port,
                        Security.OFF,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        "tld@example.com",
                        List.of("ops@example.com"))));
    return Notifications.open(
        settings,
        "web",
        new AlertJson("web", new MitreCatalog(Map.of())),
        Clock.systemUTC(),
        health);
  }

  private void awaitHealth(String detail) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (health.parts().stream().noneMatch(part -> part.detail().contains(detail))) {
      assertThat(System.nanoTime()).as(health.parts().toString()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private static Outcome suppressed(String because) {
    return new Outcome.Suppressed(
        new Suppression(
            AddressPrefix.parse("192.0.2.7"), "firewall-drop100", 5710, because, 1, NOON));
  }

  private static Alert alert(OwnRule rule, String detail) {
    LogLine line = LogLine.log("line", "test", HOST, NOON);
    return rule.raise(new Event.Builder(line).build(), NOON, 1, detail, 1);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
