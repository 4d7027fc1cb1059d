package io.threatlockdown.core.engine;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.OwnRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Notices that detection fails without an error: lines of login daemons that no decoder or rule
 * understands, a source that was busy and went quiet, a canary that does not come back. The first
 * and the last are said within a minute, a silence when it lasts three times as long as the longest
 * before, to the next tick. Each is said once: as an alert, in the log, and in the health as part
 * {@value #PART}, there for as long as it lasts.
 */
public final class Watch extends AbstractBehavior<Watch.Command> {
  /** Everything a watch accepts. */
  public sealed interface Command {}

  /**
   * Lines of this host's own that were analysed.
   *
   * @param source where they come from, the location of the lines
   * @param logins how many of them are of login daemons
   * @param unknown how many of those no decoder or no rule understood
   */
  record Seen(String source, int logins, int unknown) implements Command {}

  /** An alert whose source address is the loopback. */
  record LoopbackAlert(Alert alert) implements Command {}

  /** A tick has passed. */
  enum Tick implements Command {
    INSTANCE
  }

  /**
   * A login that must fail, tried to see that it is noticed. It comes from the loopback, which is
   * never blocked.
   *
   * @param user no one's name
   * @param every how often; at least {@link #TICK} six times
   * @param attempt tries once; returns at once
   */
  public record Canary(String user, Duration every, Runnable attempt) {}

  /**
   * What a watch needs.
   *
   * @param alertNumbers gives each alert another number
   * @param canary empty: none is tried
   */
  public record Needs(
      ReportingHost host,
      Clock clock,
      LongSupplier alertNumbers,
      AlertSink alerts,
      Health health,
      Optional<Canary> canary) {}

  /** The name of the part in the health. */
  public static final String PART = "watch";

  /** How often it looks, and the unit in which it counts time: no wall clock matters. */
  static final Duration TICK = Duration.ofSeconds(10);

  /** The most sources it watches; the one unheard for longest is forgotten first. */
  static final int SOURCES_MAX = 256;

  /** After how many ticks a canary that was not noticed is missing. */
  static final int CANARY_MISSING_TICKS = 3;

  private static final int CANARY_EVERY_TICKS_MIN = 6;

  /** How many troubles are told at once; the health says how many more there are. */
  static final int TOLD_MAX = 10;

  private static final String LOCATION = "threatlockdown";

  /** What is wrong, and by which rule it is told. */
  private record Trouble(OwnRule rule, String text) {}

  /** Returns a watch that has seen nothing. */
  public static Behavior<Command> create(Needs needs) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Tick.INSTANCE, TICK);
                  return new Watch(context, needs);
                }));
  }

  private final Needs needs;
  private final Map<String, SourceHistory> sources = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<OwnRule, Integer> raised = new EnumMap<>(OwnRule.class);
  private Map<String, Trouble> troubles = Map.of();
  private int ticksToCanary = 1;
  private int ticksSinceCanary = 0;
  private boolean canaryUnderWay = false;
  private boolean canaryMissing = false;

  private Watch(ActorContext<Command> context, Needs needs) {
    super(context);
    this.needs = needs;
    needs.health().report(PART, Health.Status.UP, "");
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Seen.class, this::onSeen)
        .onMessage(LoopbackAlert.class, this::onLoopbackAlert)
        .onMessage(Tick.class, tick -> onTick())
        .build();
  }

  private Behavior<Command> onSeen(Seen seen) {
    SourceHistory history = sources.get(seen.source());
    if (history == null) {
      if (sources.size() >= SOURCES_MAX) {
        sources.remove(sources.keySet().iterator().next());
      }
      history = new SourceHistory();
      sources.put(seen.source(), history);
    }
    history.add(seen.logins(), seen.unknown());
    return this;
  }

  private Behavior<Command> onLoopbackAlert(LoopbackAlert noticed) {
    Event event = noticed.alert().event();
    boolean isCanary =
        needs
            .canary()
            .filter(
                canary ->
                    Stream.of(StaticField.SRCUSER, StaticField.DSTUSER)
                        .anyMatch(
                            field -> event.field(field).filter(canary.user()::equals).isPresent()))
            .isPresent();
    if (isCanary) {
      canaryUnderWay = false;
      canaryMissing = false;
    }
    return this;
  }

  private Behavior<Command> onTick() {
    needs.canary().ifPresent(this::tickCanary);
    Map<String, Trouble> now = new TreeMap<>();
    sources.forEach(
        (source, history) -> {
          history.unknownShare().ifPresent(text -> put(now, OwnRule.LOGINS_UNKNOWN, source, text));
          history.quiet().ifPresent(text -> put(now, OwnRule.SOURCE_QUIET, source, text));
        });
    sources.values().forEach(SourceHistory::tick);
    if (canaryMissing) {
      String user = needs.canary().map(Canary::user).orElse("");
      put(now, OwnRule.CANARY_MISSING, "the login as " + user, "was tried and not noticed");
    }
    tell(now);
    return this;
  }

  private static void put(Map<String, Trouble> into, OwnRule rule, String what, String text) {
    into.put(rule + " " + what, new Trouble(rule, what + " " + text));
  }

  private void tickCanary(Canary canary) {
    ticksSinceCanary++;
    if (canaryUnderWay && ticksSinceCanary >= CANARY_MISSING_TICKS) {
      canaryMissing = true;
    }
    ticksToCanary--;
    if (ticksToCanary <= 0) {
      ticksToCanary = (int) Math.max(CANARY_EVERY_TICKS_MIN, canary.every().dividedBy(TICK));
      ticksSinceCanary = 0;
      canaryUnderWay = true;
      canary.attempt().run();
    }
  }

  private void tell(Map<String, Trouble> now) {
    if (now.equals(troubles)) {
      return;
    }
    List<Trouble> begun = new ArrayList<>();
    now.forEach(
        (key, trouble) -> {
          if (!troubles.containsKey(key)) {
            begun.add(trouble);
          }
        });
    List<Trouble> told = begun.subList(0, Math.min(begun.size(), TOLD_MAX));
    told.forEach(
        trouble -> getContext().getLog().warn("Detection fails silently: {}", trouble.text()));
    if (!told.isEmpty()) {
      needs.alerts().accept(told.stream().map(this::alert).toList());
    }
    if (now.isEmpty()) {
      getContext().getLog().info("Detection works again as far as can be seen");
    }
    report(now);
    troubles = now;
  }

  private void report(Map<String, Trouble> now) {
    List<String> texts = now.values().stream().map(Trouble::text).limit(TOLD_MAX).toList();
    int more = now.size() - texts.size();
    needs
        .health()
        .report(
            PART,
            now.isEmpty() ? Health.Status.UP : Health.Status.DEGRADED,
            String.join("; ", texts) + (more > 0 ? "; and " + more + " more" : ""));
  }

  private Alert alert(Trouble trouble) {
    Instant at = needs.clock().instant();
    LogLine line = LogLine.log(LOCATION + ": " + trouble.text(), LOCATION, needs.host(), at);
    Event event =
        new Event.Builder(line)
            .hostname(needs.host().name())
            .decoder(LOCATION, Optional.empty(), Category.OSSEC)
            .build();
    int times = raised.merge(trouble.rule(), 1, Integer::sum);
    return trouble.rule().raise(event, at, needs.alertNumbers().getAsLong(), trouble.text(), times);
  }

  /** Whether the watch wants to hear of an alert. */
  static boolean wants(Alert alert) {
    return alert.event().source().filter(Watch::isLoopback).isPresent();
  }

  private static boolean isLoopback(SourceAddress source) {
    return source.ipv4() ? source.low() >>> 24 == 127 : source.high() == 0 && source.low() == 1;
  }
}
