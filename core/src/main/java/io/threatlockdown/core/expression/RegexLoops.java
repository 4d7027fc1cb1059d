package io.threatlockdown.core.expression;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What repeats in a {@link RegexProgram}, and what looks ahead. */
final class RegexLoops {
  private static final int[] NOTHING = {};

  private RegexLoops() {}

  /** How much of what can be repeated is taken first. */
  enum Greed {
    GREEDY,
    LAZY,
    /** As much as there is; no less is tried. */
    POSSESSIVE
  }

  /** Bytes of a set, so many at least and at most; captured, if they are all of a group. */
  static final class Run extends RegexNode {
    /** No group. */
    static final int UNCAPTURED = 0;

    private final ByteSet set;
    private final int min;
    private final int max;
    private final Greed greed;
    private final int group;

    /** The only byte that the run does not take, or -1. */
    private final int stop;

    /** The only byte that what follows can start with, or -1. */
    private final int lead;

    /** The only byte that must follow that one, or -1. */
    private final int second;

    Run(ByteSet set, int min, int max, Greed greed, int group, RegexNode next) {
      super(next, min > 0 ? Optional.of(set) : next.first.map(set::or));
      this.set = set;
      this.min = min;
      this.max = max;
      // What follows starts with no byte of the run: only the longest run can be the right one.
      boolean endsByItself =
          next.first.isPresent()
              && next.first.get().isDisjointFrom(set)
              && max == Integer.MAX_VALUE;
      this.greed = endsByItself ? Greed.POSSESSIVE : greed;
      this.group = group;
      this.stop = set.complement().only();
      this.lead = next.first.map(ByteSet::only).orElse(-1);
      this.second = lead >= 0 && next instanceof Text text ? text.second() : -1;
    }

    /** Whether it is {@code .*}, captured by no group, of which less is tried too. */
    boolean isAnything() {
      return set == RegexSets.DOT
          && min == 0
          && max == Integer.MAX_VALUE
          && greed != Greed.POSSESSIVE
          && group == UNCAPTURED;
    }

    @Override
    boolean match(RegexSearch search, int at) {
      return switch (greed) {
        case LAZY -> lazy(search, at);
        case GREEDY -> greedy(search, at);
        case POSSESSIVE -> {
          int end = end(search, at, max);
          search.step(1 + end - at);
          yield end - at >= min && goOn(search, at, end);
        }
      };
    }

    private boolean greedy(RegexSearch search, int at) {
      int end = end(search, at, max);
      search.step(1 + end - at);
      int shortest = at + min;
      while (end >= shortest) {
        if (lead >= 0 && !isLead(search, end)) {
          int before = end - 1;
          while (before >= shortest && !isLead(search, before)) {
            before--;
          }
          search.step(end - before);
          end = before;
        } else if (goOn(search, at, end)) {
          return true;
        } else {
          search.step(1);
          end--;
        }
      }
      return false;
    }

    /** Whether what follows the run can start there, as far as its first bytes tell. */
    private boolean isLead(RegexSearch search, int at) {
      return at < search.to
          && search.text.charAt(at) == lead
          && (second < 0 || (at + 1 < search.to && search.text.charAt(at + 1) == second));
    }

    private boolean lazy(RegexSearch search, int at) {
      int end = end(search, at, min);
      search.step(1 + end - at);
      if (end - at < min) {
        return false;
      }
      while (true) {
        if (goOn(search, at, end)) {
          return true;
        }
        search.step(1);
        if (end - at == max || end == search.to || !set.has(search.text.charAt(end))) {
          return false;
        }
        end++;
      }
    }

    /** Whether what follows matches behind the run. */
    private boolean goOn(RegexSearch search, int start, int end) {
      if (!next.admits(search, end)) {
        return false;
      }
      if (group == UNCAPTURED) {
        return next.match(search, end);
      }
      int startBefore = search.start(group);
      int endBefore = search.end(group);
      search.capture(group, start, end);
      if (next.match(search, end)) {
        return true;
      }
      search.capture(group, startBefore, endBefore);
      return false;
    }

    /** Returns where the longest run of no more than so many bytes ends. */
    private int end(RegexSearch search, int at, int most) {
      int limit = most < search.to - at ? at + most : search.to;
      if (stop >= 0) {
        int found = search.text.indexOf(stop, at);
        return found < 0 || found > limit ? limit : found;
      }
      int end = at;
      while (end < limit && set.has(search.text.charAt(end))) {
        end++;
      }
      return end;
    }
  }

  /** A group as often as it matches, which is never with nothing; each time with what follows. */
  static final class Loop extends RegexNode {
    private final boolean lazy;
    private RegexNode body;

    Loop(boolean lazy, RegexNode next) {
      super(next, Optional.empty());
      this.lazy = lazy;
      this.body = next;
    }

    /** Sets what is repeated, whose end leads back here. */
    void repeat(RegexNode repeated) {
      body = repeated;
    }

    @Override
    boolean match(RegexSearch search, int at) {
      search.step(1);
      RegexNode one = lazy ? next : body;
      RegexNode other = lazy ? body : next;
      return (one.admits(search, at) && one.match(search, at))
          || (other.admits(search, at) && other.match(search, at));
    }
  }

  /** A group that, once matched, is not tried another way; as often as possible if it repeats. */
  static final class Atomic extends RegexNode {
    private final RegexNode body;
    private final int min;
    private final int max;

    Atomic(RegexNode body, int min, int max, RegexNode next) {
      super(next, Optional.empty());
      this.body = body;
      this.min = min;
      this.max = max;
    }

    @Override
    boolean match(RegexSearch search, int at) {
      int end = at;
      int times = 0;
      while (times < max && body.admits(search, end) && body.match(search, end)) {
        end = search.end;
        times++;
        search.step(1);
      }
      search.step(1);
      return times >= min && next.match(search, end);
    }
  }

  /** What must follow, or must not, and is not taken. */
  static final class Ahead extends RegexNode {
    private final RegexNode body;
    private final boolean wanted;
    private final boolean captures;

    /** A text that is looked for anywhere, as in {@code (?!.* from )}. */
    private final @Nullable Text anywhere;

    Ahead(RegexNode body, boolean wanted, boolean captures, RegexNode next) {
      super(next, next.first);
      this.body = body;
      this.wanted = wanted;
      this.captures = captures;
      this.anywhere =
          !captures && body instanceof Run run && run.isAnything() && run.next instanceof Text text
              ? text
              : null;
    }

    @Override
    boolean match(RegexSearch search, int at) {
      search.step(1);
      int[] before = captures ? search.bounds.clone() : NOTHING;
      boolean found =
          anywhere == null
              ? body.admits(search, at) && body.match(search, at)
              : anywhere.isBehind(search, at);
      if (found == wanted && next.match(search, at)) {
        return true;
      }
      System.arraycopy(before, 0, search.bounds, 0, before.length);
      return false;
    }
  }
}
