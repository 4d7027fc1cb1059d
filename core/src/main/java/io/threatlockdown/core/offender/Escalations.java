package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Ask;
import io.threatlockdown.core.response.Block;
import io.threatlockdown.core.response.BlockFilter;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.BlockScope.Escalation;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.response.Suppression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;

/**
 * Blocks a whole IPv4 network when enough of its addresses were blocked within a while. Hears of
 * each new block after it is in the journal. What it counts is in memory; at its start it takes
 * over the latest {@value BlockFilter#LIMIT_MAX} blocks that the journal knows. An order that the
 * journal refuses is given again with the next block in that network.
 */
final class Escalations extends AbstractBehavior<Escalations.Command> {
  /** What it hears. */
  sealed interface Command {}

  /** A new block is in the journal. */
  record Blocked(BlockOrder order) implements Command {}

  private record Known(Optional<Responder.Blocks> blocks) implements Command {}

  private record Recalled(
      BlockOrder cause, AddressPrefix subnet, Optional<Responder.Recalled> priors)
      implements Command {}

  private record Answered(AddressPrefix subnet, Optional<Responder.Ordered> answer)
      implements Command {}

  /** The most new blocks that wait until the earlier ones are counted; more count at once. */
  static final int EARLY_MAX = 10_000;

  static Behavior<Command> create(
      Escalation escalation, ResponsePlan plan, ActorRef<Responder.Command> responder) {
    return Behaviors.setup(
        context ->
            Behaviors.withStash(
                EARLY_MAX, early -> new Escalations(context, early, escalation, plan, responder)));
  }

  private final StashBuffer<Command> early;
  private final Escalation escalation;
  private final ResponsePlan plan;
  private final ActorRef<Responder.Command> responder;
  private final SubnetCounts counts;
  private final Set<AddressPrefix> underWay = new HashSet<>();
  private boolean earlierOnesCounted = false;

  private Escalations(
      ActorContext<Command> context,
      StashBuffer<Command> early,
      Escalation escalation,
      ResponsePlan plan,
      ActorRef<Responder.Command> responder) {
    super(context);
    this.early = early;
    this.escalation = escalation;
    this.plan = plan;
    this.responder = responder;
    this.counts = new SubnetCounts(escalation);
    askForKnown();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Known.class, this::onKnown)
        .onMessage(Blocked.class, this::onBlocked)
        .onMessage(Recalled.class, this::onRecalled)
        .onMessage(Answered.class, this::onAnswered)
        .build();
  }

  private void askForKnown() {
    Ask.ask(
        getContext(),
        Responder.Blocks.class,
        responder,
        Deliveries.ANSWER_WITHIN,
        replyTo ->
            new Responder.ListBlocks(
                new BlockFilter(Optional.empty(), true, BlockFilter.LIMIT_MAX), replyTo),
        Known::new);
  }

  private Behavior<Command> onKnown(Known known) {
    if (known.blocks().isEmpty()) {
      askForKnown(); // A large journal takes a while to be read.
      return this;
    }
    List<Block> oldestFirst = new ArrayList<>(known.blocks().get().blocks());
    Collections.reverse(oldestFirst);
    for (Block block : oldestFirst) {
      if (block.order().action().isPresent()) {
        continue; // It let the source in.
      }
      AddressPrefix target = block.order().addresses();
      if (isCounted(target)) {
        // Enough of them are no reason now: their network was blocked, or is with its next
        // offender.
        var unused = counts.blocked(target.base(), block.order().at());
      } else {
        counts.forget(target);
      }
    }
    earlierOnesCounted = true;
    return early.unstashAll(this);
  }

  private static boolean isCounted(AddressPrefix target) {
    return target.base().ipv4() && target.isSingle();
  }

  private Behavior<Command> onBlocked(Blocked blocked) {
    if (!earlierOnesCounted && !early.isFull()) {
      early.stash(blocked);
      return this;
    }
    BlockOrder order = blocked.order();
    if (isCounted(order.addresses())) {
      counts
          .blocked(order.addresses().base(), order.at())
          .filter(subnet -> !underWay.contains(subnet))
          .ifPresent(subnet -> escalate(order, subnet));
    }
    return this;
  }

  private void escalate(BlockOrder cause, AddressPrefix subnet) {
    Optional<String> forbidden = plan.forbids(subnet);
    if (forbidden.isPresent()) {
      counts.forget(subnet); // Said once for as many offenders as it takes.
      responder.tell(
          new Responder.Suppress(
              new Suppression(
                  subnet, cause.response(), cause.ruleId(), forbidden.get(), 1, cause.at())));
      return;
    }
    underWay.add(subnet);
    Ask.ask(
        getContext(),
        Responder.Recalled.class,
        responder,
        Deliveries.ANSWER_WITHIN,
        replyTo -> new Responder.Recall(subnet, replyTo),
        priors -> new Recalled(cause, subnet, priors));
  }

  private Behavior<Command> onRecalled(Recalled recalled) {
    PriorBlockMemory memory = new PriorBlockMemory();
    recalled.priors().ifPresent(known -> memory.recall(known.priors()));
    BlockOrder order = order(recalled.cause(), recalled.subnet(), memory);
    Ask.ask(
        getContext(),
        Responder.Ordered.class,
        responder,
        Deliveries.ANSWER_WITHIN,
        replyTo -> new Responder.Order(order, replyTo),
        answer -> new Answered(recalled.subnet(), answer));
    return this;
  }

  private Behavior<Command> onAnswered(Answered answered) {
    underWay.remove(answered.subnet());
    if (answered.answer().filter(answer -> answer.failure().isEmpty()).isPresent()) {
      counts.forget(answered.subnet());
    } else {
      getContext()
          .getLog()
          .warn(
              "The block of {} is not in the journal; the next try is with the next offender",
              answered.subnet());
    }
    return this;
  }

  private BlockOrder order(BlockOrder cause, AddressPrefix subnet, PriorBlockMemory memory) {
    BlockKey key =
        new BlockKey(cause.key().hostId(), cause.key().program(), List.of(subnet.toString()));
    boolean again = memory.inForce(key, cause.at());
    int priors = memory.offences(key, cause.at(), plan.policy());
    int offence = Math.max(1, priors + (again ? 0 : 1));
    return new BlockOrder(
        key,
        subnet,
        cause.response(),
        cause.location(),
        cause.ruleId(),
        escalation.offenders() + " offenders of " + subnet + ", the last one: " + cause.reason(),
        cause.alertJson(),
        offence,
        cause.lineReceivedAt(),
        cause.at(),
        cause.duration().map(first -> plan.policy().duration(first, offence - 1)));
  }
}
