package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Orders of built-in responses for tests. */
final class BuiltInOrders {
  private BuiltInOrders() {}

  static BlockOrder of(String program, String key, String... extraArgs) {
    return withAlert(program, key, "{}", extraArgs);
  }

  static BlockOrder withAlert(String program, String key, String alert, String... extraArgs) {
    Instant now = Instant.now(); // What ends in the kernel must not have ended yet.
    return new BlockOrder(
        new BlockKey("000", program, List.of(key)),
        AddressPrefix.parse(key),
        program + "600",
        "local",
        5712,
        "sshd: brute force trying to get access to the system",
        alert,
        1,
        now,
        now,
        Optional.of(Duration.ofMinutes(10)),
        Optional.of(new Action(Action.Means.BUILT_IN, List.of(extraArgs))));
  }
}
