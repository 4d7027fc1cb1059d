package io.threatlockdown.core.response;

import java.util.List;

/**
 * What is done about alerts, and to whom nothing is done.
 *
 * @param responses the active responses in document order
 * @param policy how long the blocks of repeat offenders last
 * @param allowlist addresses of the configuration that are never blocked
 * @param guard addresses that are never blocked because blocking them would lock the operator out:
 *     loopback, own addresses, gateways, resolvers
 */
public record ResponsePlan(
    List<ActiveResponse> responses, BlockPolicy policy, Allowlist allowlist, Allowlist guard) {
  public ResponsePlan {
    responses = List.copyOf(responses);
  }
}
