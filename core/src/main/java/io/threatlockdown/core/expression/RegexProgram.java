package io.threatlockdown.core.expression;

import io.threatlockdown.core.expression.RegexLoops.Greed;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression over bytes, compiled to nodes that try one way after the other: the matching
 * of {@code java.util.regex} and Perl, with the first match that is found in the order of the
 * pattern. It is here because rulesets spend most of their time in it: a set of bytes is a table, a
 * byte is looked at before a part is tried, and steps are counted where they are made. Immutable.
 */
final class RegexProgram {
  private static final RegexNode ACCEPT = new RegexNode.Accept();

  /** The most nodes: what repeats a group so many times is written out. */
  private static final int NODES_MAX = 5_000;

  private final RegexNode root;
  private final int groups;
  private final boolean anchored;

  private RegexProgram(RegexNode root, int groups, boolean anchored) {
    this.root = root;
    this.groups = groups;
    this.anchored = anchored;
  }

  /**
   * Returns the program of a pattern; empty if it is not among those that are understood, or wrong.
   *
   * @param pattern in the syntax of {@code java.util.regex}
   * @param caseless whether ASCII letters match both cases
   */
  static Optional<RegexProgram> of(String pattern, boolean caseless) {
    try {
      RegexParser parser = new RegexParser(pattern, caseless);
      RegexSyntax syntax = parser.parse();
      RegexNode root = new Compiler().node(syntax, ACCEPT);
      return Optional.of(new RegexProgram(root, parser.groups(), startsAtStart(syntax)));
    } catch (PatternException beyond) {
      return Optional.empty();
    }
  }

  /** Returns with which bytes a text can start in which there is a match. */
  StartBytes starts() {
    return anchored ? root.first.map(StartBytes::of).orElse(StartBytes.ANY) : StartBytes.ANY;
  }

  /** Returns the first match in the text from there on; null if there is none. */
  @Nullable RegexSearch find(String text, int from) {
    RegexSearch search = new RegexSearch(text, from, groups);
    int last = anchored ? from : text.length();
    for (int at = from; at <= last; at++) {
      if (root.admits(search, at) && search.matches(root, at)) {
        return search;
      }
    }
    return null;
  }

  private static boolean startsAtStart(RegexSyntax syntax) {
    if (syntax instanceof RegexSyntax.Sequence sequence) {
      return !sequence.parts().isEmpty() && startsAtStart(sequence.parts().get(0));
    }
    if (syntax instanceof RegexSyntax.Alternatives alternatives) {
      return alternatives.parts().stream().allMatch(RegexProgram::startsAtStart);
    }
    return syntax instanceof RegexSyntax.Place place && place.kind() == RegexNode.Place.Kind.START;
  }

  /** Makes nodes from the end of a pattern to its start, for each knows what follows. */
  private static final class Compiler {
    private int nodes;

    RegexNode node(RegexSyntax syntax, RegexNode next) throws PatternException {
      nodes++;
      if (nodes > NODES_MAX) {
        throw new PatternException("more than " + NODES_MAX + " nodes");
      }
      if (syntax instanceof RegexSyntax.Bytes bytes) {
        return new RegexNode.One(bytes.set(), next);
      }
      if (syntax instanceof RegexSyntax.Literal literal) {
        return new RegexNode.One(RegexSets.of(literal.c(), literal.caseless()), next);
      }
      if (syntax instanceof RegexSyntax.Place place) {
        return new RegexNode.Place(place.kind(), next);
      }
      if (syntax instanceof RegexSyntax.Sequence sequence) {
        return sequence(sequence.parts(), next);
      }
      if (syntax instanceof RegexSyntax.Alternatives alternatives) {
        RegexNode[] all = new RegexNode[alternatives.parts().size()];
        for (int i = 0; i < all.length; i++) {
          all[i] = node(alternatives.parts().get(i), next);
        }
        return new RegexNode.Branch(all);
      }
      if (syntax instanceof RegexSyntax.Group group) {
        Optional<RegexNode> run = capturedRun(group, next);
        if (run.isPresent()) {
          return run.get();
        }
        RegexNode close = new RegexNode.Close(group.number(), next);
        return new RegexNode.Open(group.number(), node(group.body(), close));
      }
      if (syntax instanceof RegexSyntax.Ahead ahead) {
        boolean captures = ahead.captures();
        refuse(captures && !ahead.wanted());
        return new RegexLoops.Ahead(node(ahead.body(), ACCEPT), ahead.wanted(), captures, next);
      }
      if (syntax instanceof RegexSyntax.Atomic atomic) {
        refuse(atomic.captures());
        return new RegexLoops.Atomic(node(atomic.body(), ACCEPT), 1, 1, next);
      }
      return repeat((RegexSyntax.Repeat) syntax, next);
    }

    private RegexNode sequence(List<RegexSyntax> parts, RegexNode next) throws PatternException {
      RegexNode node = next;
      int end = parts.size();
      while (end > 0) {
        int start = textStart(parts, end);
        node =
            end - start > 1
                ? text(parts.subList(start, end), node)
                : node(parts.get(end - 1), node);
        end = end - start > 1 ? start : end - 1;
      }
      return node;
    }

    /** Returns where the literals begin that end there. */
    private static int textStart(List<RegexSyntax> parts, int end) {
      int start = end;
      while (start > 0
          && parts.get(start - 1) instanceof RegexSyntax.Literal one
          && parts.get(end - 1) instanceof RegexSyntax.Literal last
          && one.caseless() == last.caseless()) {
        start--;
      }
      return start;
    }

    private static RegexNode text(List<RegexSyntax> literals, RegexNode next) {
      StringBuilder text = new StringBuilder();
      boolean caseless = false;
      for (RegexSyntax part : literals) {
        if (part instanceof RegexSyntax.Literal literal) {
          text.append(literal.c());
          caseless = literal.caseless();
        }
      }
      return new RegexNode.Text(text.toString(), caseless, next);
    }

    /** Returns the node of a group that is no more than one set of bytes, repeated. */
    private static Optional<RegexNode> capturedRun(RegexSyntax.Group group, RegexNode next) {
      return group.body() instanceof RegexSyntax.Sequence sequence
              && sequence.parts().size() == 1
              && sequence.parts().get(0) instanceof RegexSyntax.Repeat repeat
          ? run(repeat, group.number(), next)
          : Optional.empty();
    }

    private static Optional<RegexNode> run(RegexSyntax.Repeat repeat, int group, RegexNode next) {
      Optional<ByteSet> set = Optional.empty();
      if (repeat.body() instanceof RegexSyntax.Bytes bytes) {
        set = Optional.of(bytes.set());
      } else if (repeat.body() instanceof RegexSyntax.Literal literal) {
        set = Optional.of(RegexSets.of(literal.c(), literal.caseless()));
      }
      return set.map(
          one -> new RegexLoops.Run(one, repeat.min(), repeat.max(), repeat.greed(), group, next));
    }

    private RegexNode repeat(RegexSyntax.Repeat repeat, RegexNode next) throws PatternException {
      RegexSyntax body = repeat.body();
      int min = repeat.min();
      int max = repeat.max();
      Optional<RegexNode> run = run(repeat, RegexLoops.Run.UNCAPTURED, next);
      if (run.isPresent()) {
        return run.get();
      }
      refuse(body.canBeEmpty());
      if (repeat.greed() == Greed.POSSESSIVE) {
        refuse(body.captures() || min > 1);
        return new RegexLoops.Atomic(node(body, ACCEPT), min, max, next);
      }
      boolean lazy = repeat.greed() == Greed.LAZY;
      RegexNode node = max == Integer.MAX_VALUE ? loop(body, lazy, next) : next;
      for (int i = min; i < max && max < Integer.MAX_VALUE; i++) {
        RegexNode taken = node(body, node);
        node =
            new RegexNode.Branch(
                lazy ? new RegexNode[] {next, taken} : new RegexNode[] {taken, next});
      }
      for (int i = 0; i < min; i++) {
        node = node(body, node);
      }
      return node;
    }

    private RegexNode loop(RegexSyntax body, boolean lazy, RegexNode next) throws PatternException {
      RegexLoops.Loop loop = new RegexLoops.Loop(lazy, next);
      loop.repeat(node(body, loop));
      return loop;
    }

    private static void refuse(boolean beyond) throws PatternException {
      if (beyond) {
        throw new PatternException("not among what is understood");
      }
    }
  }
}
