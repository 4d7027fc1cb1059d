package io.threatlockdown.persistence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A question that every partition answers for its share. Used by the journal's actor alone; a
 * partition only hands it back.
 */
final class Question<T> {
  private final Consumer<List<T>> reply;
  private final Set<Integer> asked = new HashSet<>();
  private final List<T> found = new ArrayList<>();

  Question(Consumer<List<T>> reply) {
    this.reply = reply;
  }

  void ask(int partition) {
    asked.add(partition);
  }

  /** Adds a share. Returns whether it was the last, in which case the question is answered. */
  boolean answer(int partition, List<T> share) {
    if (!asked.remove(partition)) {
      return false;
    }
    found.addAll(share);
    return settle();
  }

  /** Does without the share of a partition that stopped. Returns whether it was the last. */
  boolean miss(int partition) {
    return asked.remove(partition) && settle();
  }

  /** Replies if nobody is left to answer. Returns whether it did. */
  boolean settle() {
    if (asked.isEmpty()) {
      reply.accept(found);
    }
    return asked.isEmpty();
  }
}
