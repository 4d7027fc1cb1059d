package io.threatlockdown.core.expression;

import io.threatlockdown.core.expression.RegexLoops.Greed;
import java.util.List;

/** The parts of a regular expression, as {@link RegexParser} reads them. */
sealed interface RegexSyntax {
  /** Whether it can match without taking a byte. */
  boolean canBeEmpty();

  /** Whether a group in it captures. */
  boolean captures();

  /** One byte of a set. */
  record Bytes(ByteSet set) implements RegexSyntax {
    @Override
    public boolean canBeEmpty() {
      return false;
    }

    @Override
    public boolean captures() {
      return false;
    }
  }

  /** One byte that means itself. */
  record Literal(char c, boolean caseless) implements RegexSyntax {
    @Override
    public boolean canBeEmpty() {
      return false;
    }

    @Override
    public boolean captures() {
      return false;
    }
  }

  /** A place. */
  record Place(RegexNode.Place.Kind kind) implements RegexSyntax {
    @Override
    public boolean canBeEmpty() {
      return true;
    }

    @Override
    public boolean captures() {
      return false;
    }
  }

  /** One part behind the other. */
  record Sequence(List<RegexSyntax> parts) implements RegexSyntax {
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean canBeEmpty() {
      return parts.stream().allMatch(RegexSyntax::canBeEmpty);
    }

    @Override
    public boolean captures() {
      return parts.stream().anyMatch(RegexSyntax::captures);
    }
  }

  /** The first of several that will do. */
  record Alternatives(List<RegexSyntax> all) implements RegexSyntax {
    public Alternatives {
      all = List.copyOf(all);
    }

    @Override
    public boolean canBeEmpty() {
      return all.stream().anyMatch(RegexSyntax::canBeEmpty);
    }

    @Override
    public boolean captures() {
      return all.stream().anyMatch(RegexSyntax::captures);
    }
  }

  /** A group that captures. */
  record Group(int number, RegexSyntax body) implements RegexSyntax {
    @Override
    public boolean canBeEmpty() {
      return body.canBeEmpty();
    }

    @Override
    public boolean captures() {
      return true;
    }
  }

  /** What must follow, or must not. */
  record Ahead(RegexSyntax body, boolean wanted) implements RegexSyntax {
    @Override
    public boolean canBeEmpty() {
      return true;
    }

    @Override
    public boolean captures() {
      return body.captures();
    }
  }

  /** What is matched one way only. */
  record Atomic(RegexSyntax body) implements RegexSyntax {
    @Override
    public boolean canBeEmpty() {
      return body.canBeEmpty();
    }

    @Override
    public boolean captures() {
      return body.captures();
    }
  }

  /** A part so many times; {@link Integer#MAX_VALUE} is without end. */
  record Repeat(RegexSyntax body, int min, int max, Greed greed) implements RegexSyntax {
    @Override
    public boolean canBeEmpty() {
      return min == 0 || body.canBeEmpty();
    }

    @Override
    public boolean captures() {
      return body.captures();
    }
  }
}
