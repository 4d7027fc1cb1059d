package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is done about alerts, and to whom nothing is done.
 *
 * @param responses the active responses in document order
 * @param policy how long the blocks of repeat offenders last
 * @param allowlist addresses of the configuration that are never blocked
 * @param guard addresses that are never blocked because blocking them would lock the operator out.
 *     They change while the service runs, so they are asked for at each decision: quick, and safe
 *     for any thread
 * @param budget of new blocks
 * @param scope how much is blocked with an offender
 * @param goodLogins what successful logins mean
 */
public record ResponsePlan(
    List<ActiveResponse> responses,
    BlockPolicy policy,
    Allowlist allowlist,
    Supplier<GuardSet> guard,
    BlockBudget budget,
    BlockScope scope,
    GoodLoginPolicy goodLogins) {
  public ResponsePlan {
    responses = List.copyOf(responses);
  }

  /** Returns a plan in which successful logins change nothing. */
  public ResponsePlan(
      List<ActiveResponse> responses,
      BlockPolicy policy,
      Allowlist allowlist,
      Supplier<GuardSet> guard,
      BlockBudget budget,
      BlockScope scope) {
    this(responses, policy, allowlist, guard, budget, scope, GoodLoginPolicy.DEFAULT);
  }

  /** Whether any response is a ladder. */
  public boolean hasLadders() {
    return responses.stream().anyMatch(response -> response.ladder().isPresent());
  }

  /** Returns what forbids to block the target, in words; empty if nothing does. */
  public Optional<String> forbids(AddressPrefix target) {
    return guard.get().forbids(target).or(() -> allowlist.forbids(target));
  }
}
