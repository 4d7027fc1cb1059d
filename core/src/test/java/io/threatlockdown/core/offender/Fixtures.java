package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.Allowlist;
import io.threatlockdown.core.response.BlockBudget;
import io.threatlockdown.core.response.BlockId;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.BlockScope;
import io.threatlockdown.core.response.ClockOffset;
import io.threatlockdown.core.response.CommandDefinition;
import io.threatlockdown.core.response.GuardSet;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.rule.Alert;
import io.threatlockdown.core.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/** The cast of the offender tests. */
final class Fixtures {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  static final Duration HUNDRED_SECONDS = Duration.ofSeconds(100);
  static final Duration ONE_DAY = Duration.ofDays(1);
  static final ReportingHost HERE = ReportingHost.local("victim");
  static final AddressPrefix MALLORY = prefix("192.0.2.66");
  static final CommandDefinition FIREWALL_DROP =
      new CommandDefinition("firewall-drop", "firewall-drop", true, List.of());
  static final ActiveResponse DROP_ON_5710 =
      new ActiveResponse(
          FIREWALL_DROP,
          "local",
          Set.of(ActiveResponse.Place.LOCAL),
          Optional.empty(),
          Set.of(5710),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.of(HUNDRED_SECONDS));
  static final ResponsePlan PLAN = plan(List.of(), List.of());

  private Fixtures() {}

  static ResponsePlan plan(List<Duration> repeated, List<AddressPrefix> allowed) {
    return new ResponsePlan(
        List.of(DROP_ON_5710),
        new BlockPolicy(repeated),
        new Allowlist(allowed, List.of()),
        () -> GuardSet.NONE,
        new BlockBudget(BlockBudget.Limits.DEFAULT),
        BlockScope.DEFAULT);
  }

  static AddressPrefix prefix(String text) {
    return AddressPrefix.parse(text).orElseThrow();
  }

  static BlockKey key(String source) {
    return new BlockKey("000", "firewall-drop", List.of(source));
  }

  static Alert alert(String source, int ruleId, Instant at) {
    return alert(source, ruleId, at, HERE);
  }

  static Alert alert(String source, int ruleId, Instant at, ReportingHost host) {
    Event event =
        new Event.Builder(LogLine.log("Invalid user ghost from " + source, "auth.log", host, at))
            .field(StaticField.SRCIP, source)
            .build();
    Rule rule =
        new Rule(
            ruleId,
            5,
            "a made-up user",
            "sshd,",
            List.of("sshd"),
            Map.of(),
            List.of(),
            OptionalInt.empty(),
            Set.of());
    return new Alert("1.1", at, rule, event, "a made-up user", 1, List.of(), Optional.empty());
  }

  /** Returns the alert that a program's message raises, from 192.0.2.66 about alice. */
  static Alert login(String program, String log, List<String> groups) {
    Event event =
        new Event.Builder(LogLine.log(log, "auth.log", HERE, NOON))
            .programName(program)
            .field(StaticField.SRCIP, "192.0.2.66")
            .field(StaticField.DSTUSER, "alice")
            .build();
    Rule rule =
        new Rule(
            5715,
            3,
            "a login",
            String.join(",", groups) + ",",
            groups,
            Map.of(),
            List.of(),
            OptionalInt.empty(),
            Set.of());
    return new Alert("1.1", NOON, rule, event, "a login", 1, List.of(), Optional.empty());
  }

  /** Returns what offenders share, without anybody who hears of blocks. */
  static OffenderContext context(
      ResponsePlan plan,
      OffenderLimits limits,
      ActorRef<Responder.Command> journal,
      Supplier<ClockOffset> clock,
      GoodLogins logins) {
    return new OffenderContext(
        plan, limits, alert -> "{}", journal, clock, new OffenderCounts(), logins, order -> {});
  }

  static void accept(Responder.Order order) {
    order
        .replyTo()
        .tell(
            new Responder.Ordered(
                order.order(),
                Optional.of(new BlockId(0, 1)),
                order.order().expiresAt(),
                false,
                Optional.empty()));
  }

  static void refuse(Responder.Order order) {
    order
        .replyTo()
        .tell(
            new Responder.Ordered(
                order.order(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of("disk full")));
  }
}
