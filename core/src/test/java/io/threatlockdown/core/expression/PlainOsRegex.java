package io.threatlockdown.core.expression;

import static io.threatlockdown.core.expression.PlainOsRegexWalk.ESC;
import static io.threatlockdown.core.expression.PlainOsRegexWalk.PAREN;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** OS_Regex read literally from spec ruleset §2.3 and §2.4: the measure of the compiled one. */
final class PlainOsRegex {
  private record Alternative(String cells, boolean anchor, boolean endReq) {}

  private final List<Alternative> alternatives = new ArrayList<>();
  private final boolean groups;

  /** What a search found: the captures, and the index of the last matched byte. */
  record Found(List<String> captures, int end) {}

  /** Takes a pattern that compiles. */
  PlainOsRegex(String text) {
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '|') {
        alternatives.add(encode(text.substring(start, i)));
        start = i + 1;
      } else if (text.charAt(i) == '\\') {
        i++;
      }
    }
    groups = alternatives.stream().anyMatch(part -> part.cells().indexOf(PAREN) >= 0);
  }

  private static Alternative encode(String text) {
    StringBuilder cells = new StringBuilder();
    boolean anchor = text.startsWith("^");
    boolean endReq = false;
    for (int i = anchor ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        cells.append(ESC);
        cells.append(text.charAt(i));
      } else if (c == '(' || c == ')') {
        cells.append(PAREN);
      } else if (c == '$' && i == text.length() - 1) {
        endReq = true;
      } else {
        cells.append(PlainByteClass.lower(c));
      }
    }
    return new Alternative(cells.toString(), anchor, endReq);
  }

  boolean matches(String subject) {
    return search(subject, false).isPresent();
  }

  Optional<Found> find(String subject) {
    return search(subject, groups);
  }

  private Optional<Found> search(String subject, boolean capturing) {
    for (Alternative part : alternatives) {
      PlainOsRegexWalk walk =
          new PlainOsRegexWalk(part.cells(), part.anchor(), part.endReq(), capturing, subject);
      if (walk.matches()) {
        return Optional.of(new Found(walk.captures(), walk.end()));
      }
    }
    return Optional.empty();
  }
}
