package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BuiltIn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who wants one and the same thing in force: {@code host-deny} and {@code host-deny.sh} are two
 * programs, whose responses would undo each other. After a start each claims again what it wants.
 */
final class Claims {
  private final Map<Thing, Set<BlockKey>> claims = new HashMap<>();

  private record Thing(BuiltIn response, List<String> keys) {}

  synchronized void claim(BuiltIn response, BlockKey key) {
    claims.computeIfAbsent(new Thing(response, key.keys()), thing -> new HashSet<>()).add(key);
  }

  /** Gives up a claim. Returns whether nobody else has one. */
  synchronized boolean giveUp(BuiltIn response, BlockKey key) {
    Thing thing = new Thing(response, key.keys());
    Set<BlockKey> of = claims.getOrDefault(thing, new HashSet<>());
    of.remove(key);
    if (of.isEmpty()) {
      claims.remove(thing);
    }
    return of.isEmpty();
  }
}
