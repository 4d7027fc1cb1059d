package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule's description, in which {@code $(name)} stands for a field of the event (spec ruleset
 * §4.7).
 */
final class Description {
  /**
   * From this length on the description is shown as the ruleset wrote it (Wazuh's OS_COMMENT_MAX).
   */
  static final int BYTES_MAX = 1024;

  /** Text, followed by the value of a field. */
  private record Piece(String text, Subject field) {}

  private final String source;
  private final List<Piece> pieces;
  private final String rest;

  private Description(String source, List<Piece> pieces, String rest) {
    this.source = source;
    this.pieces = List.copyOf(pieces);
    this.rest = rest;
  }

  static Description of(String source, RuleDialect dialect) {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (true) {
      int open = source.indexOf("$(", at);
      int close = open < 0 ? -1 : source.indexOf(')', open);
      if (close < 0) {
        return new Description(source, pieces, source.substring(at));
      }
      pieces.add(
          new Piece(
              source.substring(at, open), dialect.subject(source.substring(open + 2, close))));
      at = close + 1;
    }
  }

  /** Returns the text for an event; a field it lacks is empty text. */
  String of(Event event) {
    if (pieces.isEmpty()) {
      return source;
    }
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      text.append(piece.text());
      piece.field().of(event).ifPresent(text::append);
      if (text.length() >= BYTES_MAX) {
        return source;
      }
    }
    text.append(rest);
    return text.length() >= BYTES_MAX ? source : text.toString();
  }
}
