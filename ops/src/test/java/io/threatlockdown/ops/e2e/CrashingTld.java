package io.threatlockdown.ops.e2e;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.ops.config.Flags;
import io.threatlockdown.ops.ruleset.RulesetChoice;
import io.threatlockdown.ops.wiring.Foreground;
import io.threatlockdown.ops.wiring.Wrapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The service, which dies as by {@code kill -9} at the {@link CrashPoint} named by the property
 * {@value #PROPERTY}. Takes the arguments that {@link io.threatlockdown.ops.demo.Launch} gives.
 */
final class CrashingTld {
  static final String PROPERTY = "crash";

  private CrashingTld() {}

  /** Runs: {@code run --ossec-conf FILE --data DIR --listen HOST:PORT}. */
  public static void main(String[] args) {
    CrashPoint point = CrashPoint.valueOf(System.getProperty(PROPERTY));
    Flags flags =
        new Flags(
            Optional.empty(),
            Optional.of(Path.of(args[2])),
            RulesetChoice.SHIPPED,
            Optional.of(Path.of(args[4])),
            Optional.empty(),
            Optional.of(args[6]),
            false,
            false,
            false,
            Optional.empty());
    var unused = Foreground.run(flags, new Crashing(point));
  }

  /** Dies without a word, a hook or a flush. */
  private static void die() {
    Runtime.getRuntime().halt(137);
  }

  private record Crashing(CrashPoint point) implements Wrapping {
    @Override
    public Firewall firewall(Firewall real) {
      return new CrashingFirewall(real, point);
    }

    @Override
    public Behavior<Responder.Command> journal(Behavior<Responder.Command> real) {
      return point == CrashPoint.BEFORE_JOURNAL
          ? Behaviors.intercept(DeathOfOrder::new, real)
          : real;
    }
  }

  private record CrashingFirewall(Firewall real, CrashPoint point) implements Firewall {
    @Override
    public CompletionStage<Done> reload(List<Drop> drops) {
      return real.reload(drops);
    }

    @Override
    public CompletionStage<Done> block(List<Drop> drops) {
      dieAt(CrashPoint.BEFORE_FIREWALL);
      return real.block(drops).thenApply(done -> survived(CrashPoint.BEFORE_OUTCOME, done));
    }

    @Override
    public CompletionStage<Done> unblock(List<AddressPrefix> targets) {
      dieAt(CrashPoint.BEFORE_UNBLOCK);
      return real.unblock(targets).thenApply(done -> survived(CrashPoint.AFTER_UNBLOCK, done));
    }

    @Override
    public Optional<String> observing() {
      return real.observing();
    }

    private Done survived(CrashPoint here, Done done) {
      dieAt(here);
      return done;
    }

    private void dieAt(CrashPoint here) {
      if (point == here) {
        die();
      }
    }
  }

  private static final class DeathOfOrder
      extends BehaviorInterceptor<Responder.Command, Responder.Command> {
    private DeathOfOrder() {
      super(Responder.Command.class);
    }

    @Override
    public Behavior<Responder.Command> aroundReceive(
        TypedActorContext<Responder.Command> context,
        Responder.Command message,
        ReceiveTarget<Responder.Command> target) {
      if (message instanceof Responder.Order) {
        die();
      }
      return target.apply(context, message);
    }
  }
}
