package io.threatlockdown.core.expression;

import io.threatlockdown.core.expression.RegexLoops.Greed;
import java.util.List;

/** The parts of a regular expression, as {@link RegexParser} reads them. */
sealed interface RegexSyntax {
  /** Whether it can match without taking a byte. */
  default boolean canBeEmpty() {
    return parts().stream().allMatch(RegexSyntax::canBeEmpty);
  }

  /** Whether a group in it captures. */
  default boolean captures() {
    return parts().stream().anyMatch(RegexSyntax::captures);
  }

  /** Returns the parts that it is made of; none if it is one itself. */
  List<RegexSyntax> parts();

  /** One byte of a set. */
  record Bytes(ByteSet set) implements RegexSyntax {
    @Override
    public boolean canBeEmpty() {
      return false;
    }

    @Override
    public List<RegexSyntax> parts() {
      return List.of();
    }
  }

  /** One byte that means itself. */
  record Literal(char c, boolean caseless) implements RegexSyntax {
    @Override
    public boolean canBeEmpty() {
      return false;
    }

    @Override
    public List<RegexSyntax> parts() {
      return List.of();
    }
  }

  /** A place, which takes no byte. */
  record Place(RegexNode.Place.Kind kind) implements RegexSyntax {
    @Override
    public List<RegexSyntax> parts() {
      return List.of();
    }
  }

  /** One part behind the other. */
  record Sequence(List<RegexSyntax> parts) implements RegexSyntax {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /** The first of several that will do. */
  record Alternatives(List<RegexSyntax> parts) implements RegexSyntax {
    public Alternatives {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean canBeEmpty() {
      return parts.stream().anyMatch(RegexSyntax::canBeEmpty);
    }
  }

  /** A group that captures. */
  record Group(int number, RegexSyntax body) implements RegexSyntax {
    @Override
    public boolean captures() {
      return true;
    }

    @Override
    public List<RegexSyntax> parts() {
      return List.of(body);
    }
  }

  /** What must follow, or must not. */
  record Ahead(RegexSyntax body, boolean wanted) implements RegexSyntax {
    @Override
    public boolean canBeEmpty() {
      return true;
    }

    @Override
    public List<RegexSyntax> parts() {
      return List.of(body);
    }
  }

  /** What is matched one way only. */
  record Atomic(RegexSyntax body) implements RegexSyntax {
    @Override
    public List<RegexSyntax> parts() {
      return List.of(body);
    }
  }

  /** A part so many times; {@link Integer#MAX_VALUE} is without end. */
  record Repeat(RegexSyntax body, int min, int max, Greed greed) implements RegexSyntax {
    @Override
    public boolean canBeEmpty() {
      return min == 0 || body.canBeEmpty();
    }

    @Override
    public List<RegexSyntax> parts() {
      return List.of(body);
    }
  }
}
