package io.threatlockdown.ops.notify;

import io.threatlockdown.core.engine.AlertSink;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Health.Status;
import io.threatlockdown.core.response.AlertJson;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.ResponseLog;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.Rule;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Tells outcomes, alerts and the health of the service to those who are configured, and to nobody
 * by default. Whoever reports something is never kept waiting. What is not told when the service
 * stops is lost, for the journal and alerts.json are the record. How it goes shows as part {@value
 * #PART} of the health. Safe for any thread.
 */
public final class Notifications implements AutoCloseable {
  /** The name of the part in the health. */
  public static final String PART = "notifications";

  private static final Duration HEALTH_EVERY = Duration.ofSeconds(10);

  /** A group of the shipped rules of outcomes, which are told as outcomes already. */
  private static final List<String> OUTCOMES = List.of("threatlockdown", "outcome");

  private final NotificationSettings settings;
  private final Texts texts;
  private final Health health;
  private final List<Courier> couriers = new ArrayList<>();
  private final Map<String, Outbox.Counts> counts = new TreeMap<>();

  /**
   * Starts the channels that are configured.
   *
   * @param host how this host calls itself
   * @throws IOException if a file of the settings cannot be read
   */
  public static Notifications open(
      NotificationSettings settings, String host, AlertJson alertJson, Clock clock, Health health)
      throws IOException {
    Notifications notifications =
        new Notifications(settings, new Texts(host, alertJson, clock), health);
    Duration timeLimit = settings.limits().timeLimit();
    if (settings.webhook().isPresent()) {
      notifications.add(new WebhookChannel(settings.webhook().get(), timeLimit, clock));
    }
    if (settings.mail().isPresent()) {
      notifications.add(new MailChannel(settings.mail().get(), timeLimit, host, clock));
    }
    return notifications;
  }

  private Notifications(NotificationSettings settings, Texts texts, Health health) {
    this.settings = settings;
    this.texts = texts;
    this.health = health;
  }

  private void add(Channel channel) {
    Outbox outbox = new Outbox(settings.limits(), System::nanoTime, texts);
    report(channel.name(), outbox.counts());
    couriers.add(new Courier(channel, outbox, now -> report(channel.name(), now)));
  }

  /** Returns the log, of which the outcomes are told too. */
  public ResponseLog beside(ResponseLog log) {
    return couriers.isEmpty() ? log : new TellingLog(log);
  }

  /** Returns the sink, of which the alerts are told too. */
  public AlertSink beside(AlertSink sink) {
    if (couriers.isEmpty() || settings.alertLevel().isEmpty()) {
      return sink;
    }
    return alerts -> {
      sink.accept(alerts);
      alerts.stream().filter(alert -> isTold(alert.rule())).forEach(this::tell);
    };
  }

  /** Watches the health until it is cancelled. */
  public Cancellable watchHealth(ActorSystem<?> system) {
    if (couriers.isEmpty() || !settings.health()) {
      return Cancellable.alreadyCancelled();
    }
    HealthNotices notices = new HealthNotices(health, this::tell);
    return system
        .scheduler()
        .scheduleWithFixedDelay(
            HEALTH_EVERY, HEALTH_EVERY, notices::look, system.executionContext());
  }

  /** Tries once more to tell what waits, for a few seconds, and stops. */
  @Override
  public void close() {
    couriers.forEach(Courier::close);
  }

  private boolean isTold(Rule rule) {
    return rule.level() >= settings.alertLevel().orElse(Integer.MAX_VALUE)
        && !rule.groups().containsAll(OUTCOMES);
  }

  private record Told(String label, Supplier<Message> words) implements Notice {
    @Override
    public Message message() {
      return words.get();
    }
  }

  private void tell(Outcome outcome) {
    offer(new Told(Texts.label(outcome), () -> texts.of(outcome)));
  }

  private void tell(Alert alert) {
    offer(new Told(Texts.label(alert), () -> texts.of(alert)));
  }

  private void tell(Health.Part part) {
    offer(new Told("health " + part.name(), () -> texts.of(part)));
  }

  private void offer(Notice notice) {
    couriers.forEach(courier -> courier.offer(notice));
  }

  private synchronized void report(String channel, Outbox.Counts now) {
    counts.put(channel, now);
    boolean fails = counts.values().stream().anyMatch(each -> each.failure().isPresent());
    List<String> details = new ArrayList<>();
    counts.forEach(
        (name, each) ->
            details.add(
                name
                    + ": "
                    + each.told()
                    + " told, "
                    + each.waiting()
                    + " waiting, "
                    + each.lost()
                    + " lost"
                    + each.failure().map(why -> ", failing: " + why).orElse("")));
    health.report(PART, fails ? Status.DEGRADED : Status.UP, String.join("; ", details));
  }

  private final class TellingLog implements ResponseLog {
    private final ResponseLog log;

    TellingLog(ResponseLog log) {
      this.log = log;
    }

    @Override
    public void added(BlockOrder order, boolean alreadyActive) {
      log.added(order, alreadyActive);
    }

    @Override
    public void deleted(BlockOrder order) {
      log.deleted(order);
    }

    @Override
    public void outcome(Outcome outcome) {
      log.outcome(outcome);
      if (settings.outcomes().contains(outcome.kind())) {
        tell(outcome);
      }
    }
  }
}
