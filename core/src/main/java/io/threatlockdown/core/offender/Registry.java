package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.rule.Alert;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * A share of the live offenders, bounded. At the limit the offender unseen for longest retires, an
 * unblocked one if there is one among the oldest; it comes back from the journal when heard of
 * again.
 */
final class Registry extends AbstractBehavior<Registry.Command> {
  /** Everything a registry accepts. */
  sealed interface Command {}

  /** Alerts about one offender, in the order raised. */
  record Report(AddressPrefix offender, List<Alert> alerts, ActorRef<Offenders.Reported> replyTo)
      implements Command {}

  /** An offender says until when its last block lasts. */
  record Blocked(AddressPrefix offender, Instant until) implements Command {}

  /** An offender heard nothing for long and has no block. */
  record Idle(AddressPrefix offender, ActorRef<Offender.Command> self) implements Command {}

  /** How many of the oldest are looked at for one that is not blocked. */
  private static final int LOOKED_AT_MAX = 32;

  private static final class Entry {
    final ActorRef<Offender.Command> actor;
    Instant blockedUntil = Instant.MIN;

    Entry(ActorRef<Offender.Command> actor) {
      this.actor = actor;
    }
  }

  static Behavior<Command> create(OffenderContext offenderContext) {
    return Behaviors.setup(context -> new Registry(context, offenderContext));
  }

  private final OffenderContext offenderContext;
  private final int liveMax;
  private final Map<AddressPrefix, Entry> live = new LinkedHashMap<>(16, 0.75f, true);

  private Registry(ActorContext<Command> context, OffenderContext offenderContext) {
    super(context);
    this.offenderContext = offenderContext;
    this.liveMax = offenderContext.limits().liveMax() / offenderContext.limits().registries();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Report.class, this::onReport)
        .onMessage(Blocked.class, this::onBlocked)
        .onMessage(Idle.class, this::onIdle)
        .build();
  }

  private Behavior<Command> onReport(Report report) {
    Entry entry = live.get(report.offender());
    if (entry == null) {
      if (live.size() >= liveMax) {
        retireOldest(report.alerts().get(0).at());
      }
      entry =
          new Entry(
              getContext()
                  .spawnAnonymous(
                      Offender.create(report.offender(), offenderContext, getContext().getSelf())));
      live.put(report.offender(), entry);
      offenderContext.counts().came();
    }
    entry.actor.tell(new Offender.Report(report.alerts(), report.replyTo()));
    return this;
  }

  private Behavior<Command> onBlocked(Blocked blocked) {
    Entry entry = live.get(blocked.offender());
    if (entry != null) {
      entry.blockedUntil = blocked.until();
    }
    return this;
  }

  private Behavior<Command> onIdle(Idle idle) {
    Entry entry = live.get(idle.offender());
    if (entry != null && entry.actor.equals(idle.self())) {
      live.remove(idle.offender());
      offenderContext.counts().went();
      entry.actor.tell(Offender.Retire.INSTANCE);
    }
    return this;
  }

  private void retireOldest(Instant now) {
    offenderContext.counts().hadToGo();
    Iterator<Entry> oldestFirst = live.values().iterator();
    for (int i = 0; i < LOOKED_AT_MAX && oldestFirst.hasNext(); i++) {
      Entry entry = oldestFirst.next();
      if (entry.blockedUntil.isBefore(now)) {
        oldestFirst.remove();
        entry.actor.tell(Offender.Retire.INSTANCE);
        return;
      }
    }
    oldestFirst = live.values().iterator();
    Entry oldest = oldestFirst.next();
    oldestFirst.remove();
    oldest.actor.tell(Offender.Retire.INSTANCE);
  }
}
