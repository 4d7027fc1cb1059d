package io.threatlockdown.core.response;

import java.util.List;
import java.util.function.Supplier;

/**
 * What is done about alerts, and to whom nothing is done.
 *
 * @param responses the active responses in document order
 * @param policy how long the blocks of repeat offenders last
 * @param allowlist addresses of the configuration that are never blocked
 * @param guard addresses that are never blocked because blocking them would lock the operator out:
 *     loopback, own addresses, gateways, resolvers, login sessions. They change while the service
 *     runs, so they are asked for at each decision: quick, and safe for any thread
 */
public record ResponsePlan(
    List<ActiveResponse> responses,
    BlockPolicy policy,
    Allowlist allowlist,
    Supplier<Allowlist> guard) {
  public ResponsePlan {
    responses = List.copyOf(responses);
  }
}
