package io.threatlockdown.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The snapshots of one partition as they lie on the simulated disk: part 0 is the head. */
final class StoredSnapshots {
  /** A whole snapshot. */
  record Found(long number, List<SimulatedDisk.Bytes> parts) {}

  private final NavigableMap<Long, NavigableMap<Integer, SimulatedDisk.Bytes>> byNumber =
      new TreeMap<>();

  void put(long number, int part, SimulatedDisk.Bytes bytes) {
    byNumber.computeIfAbsent(number, none -> new TreeMap<>()).put(part, bytes);
  }

  void delete(long number) {
    byNumber.remove(number);
  }

  void deleteHeadsBefore(long number) {
    byNumber.headMap(number).values().forEach(parts -> parts.remove(0));
  }

  void deleteHeadless() {
    byNumber.values().removeIf(parts -> !parts.containsKey(0));
  }

  /** Returns the newest that has its head, with the parts that follow it without a gap. */
  Optional<Found> newest(long upTo) {
    for (var snapshot : byNumber.headMap(upTo, true).descendingMap().entrySet()) {
      List<SimulatedDisk.Bytes> parts = new ArrayList<>();
      SimulatedDisk.Bytes part = snapshot.getValue().get(0);
      while (part != null) {
        parts.add(part);
        part = snapshot.getValue().get(parts.size());
      }
      if (!parts.isEmpty()) {
        return Optional.of(new Found(snapshot.getKey(), parts));
      }
    }
    return Optional.empty();
  }
}
