package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.ops.firewall.Disturbed;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the journal repair what others did to the firewall. */
final class Repairs implements Disturbed {
  private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);
  private static final int NAMED_MAX = 5;

  private final ActorRef<Responder.Command> responder;

  Repairs(ActorRef<Responder.Command> responder) {
    this.responder = responder;
  }

  @Override
  public void lost(String by) {
    LOG.warn("Our table in the firewall was touched by {}: all drops are put back", by);
    responder.tell(Responder.Reload.INSTANCE);
  }

  @Override
  public void touched(List<AddressPrefix> targets, String by) {
    LOG.warn(
        "Drops were touched by {} and are brought in line, {} of them: {}{}",
        by,
        targets.size(),
        targets.subList(0, Math.min(NAMED_MAX, targets.size())),
        targets.size() > NAMED_MAX ? ", and others" : "");
    responder.tell(new Responder.Disturbed(targets, by));
  }
}
