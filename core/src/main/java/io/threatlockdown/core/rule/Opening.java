package io.threatlockdown.core.rule;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Rules in the order in which they are tried, sorted by the first byte of the log: most rules of
 * daemons ask how a message begins. Safe for any thread.
 */
final class Opening {
  /** So many must ask how the log begins before looking that up costs less than trying them. */
  private static final int ASKING_MIN = 4;

  private static final int BYTES = 256;
  private static final int EMPTY = -1;

  private final Node[] all;

  /** By the first byte, the last one those for an empty log; made when first asked for. */
  private final @Nullable AtomicReferenceArray<Node[]> byFirst;

  Opening(List<Node> nodes) {
    all = nodes.toArray(Node[]::new);
    boolean worthIt = nodes.stream().filter(Node::tellsByStart).count() >= ASKING_MIN;
    byFirst = worthIt ? new AtomicReferenceArray<>(BYTES + 1) : null;
  }

  /** Returns those that the start of the log does not exclude, to be read only. */
  Node[] candidates(String log) {
    if (byFirst == null) {
      return all;
    }
    int first = log.isEmpty() ? EMPTY : log.charAt(0);
    if (first >= BYTES) {
      return all;
    }
    int slot = first == EMPTY ? BYTES : first;
    Node[] known = byFirst.get(slot);
    if (known == null) {
      known = Arrays.stream(all).filter(node -> node.admitsStart(first)).toArray(Node[]::new);
      byFirst.set(slot, known);
    }
    return known;
  }
}
