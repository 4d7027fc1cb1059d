package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.BuiltIn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether the extra arguments of throttle and drop-port can be understood, before any attack. */
public final class LimitCheck {
  private static final String ADDRESS = "192.0.2.1";

  private LimitCheck() {}

  /** Returns what is wrong with the words, and what is allowed; empty if nothing is. */
  public static Optional<String> problem(String program, List<String> extraArgs) {
    Optional<BuiltIn> builtIn = BuiltIn.of(program);
    try {
      if (builtIn.equals(Optional.of(BuiltIn.THROTTLE))) {
        var unused = LimitWords.rates(order(program, extraArgs));
      } else if (builtIn.equals(Optional.of(BuiltIn.DROP_PORT))) {
        var unused = LimitWords.ports(order(program, extraArgs));
      }
      return Optional.empty();
    } catch (ActionException wrong) {
      return Optional.of(String.valueOf(wrong.getMessage()));
    }
  }

  private static BlockOrder order(String program, List<String> extraArgs) {
    return new BlockOrder(
        new BlockKey("000", program, List.of(ADDRESS)),
        AddressPrefix.parse(ADDRESS),
        program,
        "local",
        1,
        "",
        "{\"data\":{\"dstport\":\"1\"}}", // What an alert may say is not known yet.
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.empty(),
        Optional.of(new Action(Action.Means.BUILT_IN, extraArgs)));
  }
}
