package io.threatlockdown.core.decode;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * A top-level decoder and the children that refine it, in the order they were loaded. Safe for any
 * thread.
 */
final class Family {
  private static final int BYTES = 256;

  private final Decoder top;
  private final List<Member> children;

  /** The choices by the log's first byte, the last one those of other logs. */
  private final AtomicReferenceArray<int[]> byFirst = new AtomicReferenceArray<>(BYTES + 1);

  /**
   * A child.
   *
   * @param chained whether a later sibling of the same name carries on where it ends
   */
  record Member(Decoder decoder, boolean chained) {}

  Family(Decoder top, List<Member> children) {
    this.top = top;
    this.children = List.copyOf(children);
  }

  Decoder top() {
    return top;
  }

  List<Member> children() {
    return children;
  }

  /**
   * Returns the indices of the children to try, to be read only: chains are tried by their first
   * member, those that want the log to start with another byte are left out.
   */
  int[] choices(String text, int logStart) {
    int first = logStart < text.length() ? text.charAt(logStart) : BYTES;
    int slot = Math.min(first, BYTES);
    int[] known = byFirst.get(slot);
    if (known == null) {
      known =
          IntStream.iterate(0, at -> at < children.size(), this::behindChain)
              .filter(at -> slot == BYTES || mayStart(children.get(at).decoder(), slot))
              .toArray();
      byFirst.set(slot, known);
    }
    return known;
  }

  private static boolean mayStart(Decoder child, int first) {
    return child
        .prematch()
        .map(search -> search.offset() != Offset.NONE || search.starts().admit(first))
        .orElse(true);
  }

  private int behindChain(int at) {
    int last = at;
    while (last < children.size() && children.get(last).chained()) {
      last++;
    }
    return last + 1;
  }
}
