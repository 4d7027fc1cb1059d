package io.threatlockdown.core.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place in the tree of rules while it grows. A rule may have many. */
final class TreeNode {
  private final RuleEntry entry;
  private final Optional<TreeNode> parent;
  private final List<TreeNode> siblings;
  private final int depth;
  private final List<TreeNode> children = new ArrayList<>();

  private TreeNode(RuleEntry entry, Optional<TreeNode> parent, List<TreeNode> siblings) {
    this.entry = entry;
    this.parent = parent;
    this.siblings = siblings;
    this.depth = parent.map(above -> above.depth + 1).orElse(1);
  }

  /** Returns a place among roots, and stands there. */
  static TreeNode root(RuleEntry entry, List<TreeNode> roots) {
    TreeNode node = new TreeNode(entry, Optional.empty(), roots);
    node.insert();
    return node;
  }

  /** Returns a place below this one, and stands there. */
  TreeNode addChild(RuleEntry below) {
    TreeNode node = new TreeNode(below, Optional.of(this), children);
    node.insert();
    return node;
  }

  RuleEntry entry() {
    return entry;
  }

  /** The nodes of the same parent, this one among them, in order. */
  List<TreeNode> siblings() {
    return siblings;
  }

  Optional<TreeNode> parent() {
    return parent;
  }

  int depth() {
    return depth;
  }

  List<TreeNode> children() {
    return children;
  }

  /** Goes before the first sibling that sorts lower, else last. */
  private void insert() {
    int at = siblings.size();
    int level = entry.definition().sortLevel();
    for (int i = 0; i < siblings.size(); i++) {
      if (siblings.get(i).entry.definition().sortLevel() < level) {
        at = i;
        break;
      }
    }
    siblings.add(at, this);
  }
}
