package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.response.Firewall;
import io.threatlockdown.core.response.Responder;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Stands between the service and the two things whose order matters: the journal and the firewall.
 * Tests let the process die between two steps, benchmarks look at the clock there.
 */
public interface Wrapping {
  /** Stands nowhere. */
  Wrapping NONE = new Wrapping() {};

  /** Returns the firewall that the journal is to see. */
  default Firewall firewall(Firewall real) {
    return real;
  }

  /** Returns the journal that offenders and operators are to see. */
  default Behavior<Responder.Command> journal(Behavior<Responder.Command> real) {
    return real;
  }
}
