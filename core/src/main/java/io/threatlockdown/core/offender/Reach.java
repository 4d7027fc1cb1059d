package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.Outcome;
import java.util.Optional;

/** Where a response can be carried out. */
final class Reach {
  private Reach() {}

  /**
   * Returns why this host does not carry out the response, in words; empty if it does. Only this
   * host carries out responses; one that is meant for an agent alone is refused.
   */
  static Optional<String> outOfReach(ReportingHost reporting, ActiveResponse response) {
    boolean here =
        response.places().contains(ActiveResponse.Place.SERVER)
            || response.places().contains(ActiveResponse.Place.ALL)
            || (response.places().contains(ActiveResponse.Place.LOCAL) && reporting.isLocal())
            || (response.places().contains(ActiveResponse.Place.DEFINED_AGENT)
                && response.agentId().filter(ReportingHost.LOCAL_ID::equals).isPresent());
    if (here) {
      return Optional.empty();
    }
    return Optional.of(
        "agent " + response.agentId().orElse(reporting.id()) + Outcome.NOT_CONNECTED);
  }
}
