package io.threatlockdown.core.rule;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A map with so many entries at most; a new one then displaces the one not used for longest. */
final class BoundedMap<K, V> {
  private final int entriesMax;
  private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long evictions;

  BoundedMap(int entriesMax) {
    this.entriesMax = entriesMax;
  }

  /** Stores the value and returns the one it replaces. */
  Optional<V> put(K key, V value) {
    Optional<V> old = Optional.ofNullable(entries.put(key, value));
    if (entries.size() > entriesMax) {
      Iterator<K> oldest = entries.keySet().iterator();
      oldest.next();
      oldest.remove();
      evictions++;
    }
    return old;
  }

  /** Returns the value stored; asking counts as use. */
  Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Whether the key is stored; asking counts as use. */
  boolean contains(K key) {
    return entries.get(key) != null;
  }

  /** Removes entries, which are not counted as displaced. */
  void removeIf(Predicate<K> isUnwanted) {
    entries.keySet().removeIf(isUnwanted);
  }

  /** Returns how many entries were displaced. */
  long evictions() {
    return evictions;
  }
}
