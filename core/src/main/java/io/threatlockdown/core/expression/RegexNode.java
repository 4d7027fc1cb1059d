package io.threatlockdown.core.expression;

import java.util.Optional;

/**
 * One step of a {@link RegexProgram}. It matches if what it stands for and then all nodes behind it
 * match; if not, it tries its next way. What a node changed in a search that failed, it has put
 * back.
 */
abstract class RegexNode {
  /** What follows. The last node follows itself and is never asked for it. */
  final RegexNode next;

  /** With which bytes this and what follows can start; empty if with none, or with any. */
  final Optional<ByteSet> first;

  /** The same as a plain reference for the inner loops; of no meaning if there is none. */
  private final ByteSet firstBytes;

  private final boolean needsByte;

  private RegexNode() {
    this.next = this;
    this.first = Optional.empty();
    this.firstBytes = RegexSets.DOT;
    this.needsByte = false;
  }

  RegexNode(RegexNode next, Optional<ByteSet> first) {
    this.next = next;
    this.first = first;
    this.firstBytes = first.orElse(RegexSets.DOT);
    this.needsByte = first.isPresent();
  }

  /** Whether this and what follows match there. Then {@link RegexSearch#end} says up to where. */
  abstract boolean match(RegexSearch search, int at);

  /** Whether a look at one byte leaves it open if {@link #match} is true. */
  final boolean admits(RegexSearch search, int at) {
    return !needsByte || (at < search.to && firstBytes.has(search.text.charAt(at)));
  }

  /** The end of a chain: all matched. */
  static final class Accept extends RegexNode {
    @Override
    boolean match(RegexSearch search, int at) {
      search.end = at;
      return true;
    }
  }

  /** A text; two bytes or more, for one is a run. */
  static final class Text extends RegexNode {
    private final String text;
    private final boolean caseless;

    Text(String text, boolean caseless, RegexNode next) {
      super(next, Optional.of(RegexSets.of(text.charAt(0), caseless)));
      this.text = caseless ? Ascii.lower(text) : text;
      this.caseless = caseless;
    }

    /** The only byte that can be the second; -1 if there are more. */
    int second() {
      return RegexSets.of(text.charAt(1), caseless).only();
    }

    /** Whether this and what follows match there or further on in the line. */
    boolean isBehind(RegexSearch search, int from) {
      int newline = search.text.indexOf('\n', from);
      int last = newline < 0 ? search.to : newline;
      search.step(1 + last - from);
      int at = place(search.text, from);
      while (at >= 0 && at <= last) {
        search.step(1);
        if (next.admits(search, at + text.length()) && next.match(search, at + text.length())) {
          return true;
        }
        at = place(search.text, at + 1);
      }
      return false;
    }

    private int place(String in, int from) {
      return caseless ? Ascii.indexOf(in, from, text) : in.indexOf(text, from);
    }

    @Override
    boolean match(RegexSearch search, int at) {
      search.step(1);
      boolean is =
          caseless ? Ascii.startsWith(search.text, at, text) : search.text.startsWith(text, at);
      return is && next.match(search, at + text.length());
    }
  }

  /** One byte of a set. */
  static final class One extends RegexNode {
    private final ByteSet set;

    One(ByteSet set, RegexNode next) {
      super(next, Optional.of(set));
      this.set = set;
    }

    @Override
    boolean match(RegexSearch search, int at) {
      search.step(1);
      return at < search.to && set.has(search.text.charAt(at)) && next.match(search, at + 1);
    }
  }

  /** What holds at a place and takes no byte. */
  static final class Place extends RegexNode {
    /** A place in the text that counts. */
    enum Kind {
      START,
      END,
      /** The end, or right before a newline that ends the text. */
      LINE_END,
      WORD_BOUNDARY,
      NO_WORD_BOUNDARY
    }

    private final Kind kind;

    Place(Kind kind, RegexNode next) {
      super(next, next.first);
      this.kind = kind;
    }

    @Override
    boolean match(RegexSearch search, int at) {
      search.step(1);
      return holds(search, at) && next.match(search, at);
    }

    private boolean holds(RegexSearch search, int at) {
      return switch (kind) {
        case START -> at == search.from;
        case END -> at == search.to;
        case LINE_END -> at == search.to || (at == search.to - 1 && search.text.charAt(at) == '\n');
        case WORD_BOUNDARY -> isBoundary(search, at);
        case NO_WORD_BOUNDARY -> !isBoundary(search, at);
      };
    }

    private static boolean isBoundary(RegexSearch search, int at) {
      boolean before = at > search.from && RegexSets.WORD.has(search.text.charAt(at - 1));
      boolean behind = at < search.to && RegexSets.WORD.has(search.text.charAt(at));
      return before != behind;
    }
  }

  /** Alternatives in order, each with what follows behind it. */
  static final class Branch extends RegexNode {
    private final RegexNode[] alternatives;

    Branch(RegexNode[] alternatives) {
      super(alternatives[0], RegexSets.firstOf(alternatives));
      this.alternatives = alternatives.clone();
    }

    @Override
    boolean match(RegexSearch search, int at) {
      search.step(1);
      for (RegexNode alternative : alternatives) {
        if (alternative.admits(search, at) && alternative.match(search, at)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The start of a group that captures. */
  static final class Open extends RegexNode {
    private final int group;

    Open(int group, RegexNode next) {
      super(next, next.first);
      this.group = group;
    }

    @Override
    boolean match(RegexSearch search, int at) {
      int before = search.entered(group);
      search.enter(group, at);
      if (next.match(search, at)) {
        return true;
      }
      search.enter(group, before);
      return false;
    }
  }

  /** The end of a group that captures. */
  static final class Close extends RegexNode {
    private final int group;

    Close(int group, RegexNode next) {
      super(next, next.first);
      this.group = group;
    }

    @Override
    boolean match(RegexSearch search, int at) {
      int start = search.start(group);
      int end = search.end(group);
      search.capture(group, search.entered(group), at);
      if (next.match(search, at)) {
        return true;
      }
      search.capture(group, start, end);
      return false;
    }
  }
}
