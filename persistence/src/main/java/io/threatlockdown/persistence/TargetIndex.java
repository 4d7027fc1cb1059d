package io.threatlockdown.persistence;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.BlockKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys known of each target; nearly always one, so the lists are small and immutable. */
final class TargetIndex {
  private final Map<AddressPrefix, List<BlockKey>> keysByTarget = new HashMap<>();

  Set<AddressPrefix> targets() {
    return keysByTarget.keySet();
  }

  /** Returns the keys of the target, the first known first. */
  List<BlockKey> keys(AddressPrefix target) {
    return keysByTarget.getOrDefault(target, List.of());
  }

  /** Adds the key unless it is there, and returns all of the target. */
  List<BlockKey> add(AddressPrefix target, BlockKey key) {
    List<BlockKey> keys = keys(target);
    if (keys.contains(key)) {
      return keys;
    }
    List<BlockKey> more = new ArrayList<>(keys);
    more.add(key);
    List<BlockKey> all = List.copyOf(more);
    keysByTarget.put(target, all);
    return all;
  }

  void remove(AddressPrefix target, BlockKey key) {
    List<BlockKey> left = keys(target).stream().filter(other -> !other.equals(key)).toList();
    if (left.isEmpty()) {
      keysByTarget.remove(target);
    } else {
      keysByTarget.put(target, left);
    }
  }
}
