package io.threatlockdown.persistence;

import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.Standing;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** What the tests ask a journal about an offender. */
final class Asking {
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private Asking() {}

  /** Returns how far up their ladders the offenders of this target are. */
  static List<Standing> standings(
      ActorTestKit kit, ActorRef<Responder.Command> journal, String address) {
    TestProbe<Responder.Recalled> caller = kit.createTestProbe();
    journal.tell(new Responder.Recall(Samples.target(address), true, caller.ref()));
    return caller.receiveMessage(WITHIN).standings();
  }

  /** Pardons an offender and returns how many responses ended. */
  static int pardon(
      ActorTestKit kit, ActorRef<Responder.Command> journal, String address, boolean release) {
    TestProbe<Responder.Pardoned> caller = kit.createTestProbe();
    journal.tell(
        new Responder.Pardon(
            List.of(Samples.target(address)), release, "good-login", "a login", caller.ref()));
    return caller.receiveMessage(WITHIN).released();
  }
}
