package io.threatlockdown.core.rule;

import java.util.ArrayList;
import java.util.List;

/** A place in the tree of rules while it grows. A rule may have many. */
final class TreeNode {
  private final RuleEntry entry;
  private final int depth;
  private final List<TreeNode> children = new ArrayList<>();

  TreeNode(RuleEntry entry, int depth) {
    this.entry = entry;
    this.depth = depth;
  }

  RuleEntry entry() {
    return entry;
  }

  int depth() {
    return depth;
  }

  List<TreeNode> children() {
    return children;
  }

  /** Adds a node to siblings: before the first that sorts lower, else last. */
  static void insert(List<TreeNode> siblings, TreeNode node) {
    int at = siblings.size();
    int level = node.entry.definition().sortLevel();
    for (int i = 0; i < siblings.size(); i++) {
      if (siblings.get(i).entry.definition().sortLevel() < level) {
        at = i;
        break;
      }
    }
    siblings.add(at, node);
  }
}
