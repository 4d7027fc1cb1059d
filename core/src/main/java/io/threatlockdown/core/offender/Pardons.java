package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Ask;
import io.threatlockdown.core.response.Responder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * An actor's pardons on their way to the journal. One that is not answered in time is given up: its
 * offences stay counted. Used by that actor alone.
 *
 * @param <T> the actor's messages
 */
final class Pardons<T> {
  private static final String BY = "good-login";

  private final ActorContext<T> context;
  private final ActorRef<Responder.Command> responder;
  private final Function<Runnable, T> message;
  private int underWay = 0;

  /**
   * @param message makes a message of what the actor is to run
   */
  Pardons(
      ActorContext<T> context,
      ActorRef<Responder.Command> responder,
      Function<Runnable, T> message) {
    this.context = context;
    this.responder = responder;
    this.message = message;
  }

  boolean isIdle() {
    return underWay == 0;
  }

  /**
   * Asks for a pardon; the report is answered when it is on disk or given up.
   *
   * @param release whether responses in force end
   * @param pardoned is run once it is on disk
   */
  void ask(
      GoodLogin login,
      AddressPrefix offender,
      boolean release,
      Given.Progress progress,
      Runnable pardoned) {
    AddressPrefix source = AddressPrefix.of(login.source());
    List<AddressPrefix> offenders =
        source.equals(offender) ? List.of(offender) : List.of(offender, source);
    String reason = "a successful login from " + source;
    progress.missing++;
    underWay++;
    Ask.ask(
        context,
        Responder.Pardoned.class,
        responder,
        Deliveries.ANSWER_WITHIN,
        replyTo -> new Responder.Pardon(offenders, release, BY, reason, replyTo),
        answer -> message.apply(() -> answered(offender, answer, progress, pardoned)));
  }

  private void answered(
      AddressPrefix offender,
      Optional<Responder.Pardoned> answer,
      Given.Progress progress,
      Runnable pardoned) {
    underWay--;
    if (answer.isPresent()) {
      context
          .getLog()
          .info(
              "A successful login pardons {}: its offences are forgotten, {} responses ended",
              offender,
              answer.get().released());
      pardoned.run();
    } else {
      context.getLog().warn("The journal does not answer: {} is not pardoned", offender);
    }
    progress.done(Offenders.Reported.NOTHING);
  }
}
