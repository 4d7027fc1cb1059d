package io.threatlockdown.core.decode;

import java.util.List;

/** A top-level decoder and the children that refine it, in the order they were loaded. */
record Family(Decoder top, List<Member> children) {

  /**
   * A child.
   *
   * @param chained whether a later sibling of the same name carries on where it ends
   */
  record Member(Decoder decoder, boolean chained) {}

  Family {
    children = List.copyOf(children);
  }

  /** Returns the index of the child to try when that one fails: chains are skipped as a whole. */
  int nextChoice(int failed) {
    int last = failed;
    while (last < children.size() && children.get(last).chained()) {
      last++;
    }
    return last + 1;
  }
}
