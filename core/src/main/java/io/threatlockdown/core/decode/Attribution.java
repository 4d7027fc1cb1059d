package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.Misattribution;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.event.StaticField;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The guard of attribution: whether an address that a ruleset's decoder took for the source is one
 * that the daemon saw. Of a login daemon's line, that is the address which trusted decoders find at
 * the daemon's own place, or none. Of any other line it is one that stands outside the names and
 * addresses of pages that the client chose.
 */
final class Attribution {
  /** What clients choose, wherever it is logged. */
  private static final List<StaticField> CLIENT_TEXT =
      List.of(StaticField.SRCUSER, StaticField.DSTUSER, StaticField.URL);

  private Attribution() {}

  /**
   * Judges by what trusted decoders made of the line of a login daemon. A source that is no address
   * can be nobody's victim, so it stays.
   *
   * @return what was refused, if anything
   */
  static Optional<Misattribution> judge(Event.Builder event, SourceAddress claimed, Event trusted) {
    if (trusted.source().equals(Optional.of(claimed))) {
      return Optional.empty();
    }
    boolean knowsWording = trusted.decoderParent().isPresent();
    Misattribution refused = refuse(event, knowsWording);
    trusted.field(StaticField.SRCIP).ifPresent(value -> event.field(StaticField.SRCIP, value));
    trusted.field(StaticField.SRCPORT).ifPresent(value -> event.field(StaticField.SRCPORT, value));
    return Optional.of(refused);
  }

  /**
   * Judges by the line alone: refuses an address of which every mention is in text of the client.
   *
   * @return what was refused, if anything
   */
  static Optional<Misattribution> judgeByFields(Event.Builder event) {
    String claimed = event.field(StaticField.SRCIP).orElse("");
    Set<String> typed = new LinkedHashSet<>();
    for (StaticField field : CLIENT_TEXT) {
      event.field(field).filter(text -> text.contains(claimed)).ifPresent(typed::add);
    }
    if (claimed.isEmpty() || typed.isEmpty()) {
      return Optional.empty();
    }
    int inClientText = 0;
    for (String text : typed) {
      inClientText +=
          text.equals(claimed)
              ? 1 // The name is an address; one mention of it is the name.
              : mentions(text, claimed) * occurrences(event.log(), text);
    }
    return inClientText > 0 && mentions(event.log(), claimed) <= inClientText
        ? Optional.of(refuse(event, true))
        : Optional.empty();
  }

  private static Misattribution refuse(Event.Builder event, boolean typed) {
    Misattribution refused = new Misattribution(event.field(StaticField.SRCIP).orElse(""), typed);
    event.clear(StaticField.SRCIP);
    event.clear(StaticField.SRCPORT);
    return refused;
  }

  private static int occurrences(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  /** Counts an address where it stands for itself and is no part of a longer one. */
  private static int mentions(String text, String address) {
    int count = 0;
    for (int at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
      if (startsAt(text, at) && endsAt(text, at + address.length())) {
        count++;
      }
    }
    return count;
  }

  private static boolean startsAt(String text, int at) {
    return at == 0 || !(isLetterOrDigit(text.charAt(at - 1)) || text.charAt(at - 1) == '.');
  }

  private static boolean endsAt(String text, int at) {
    if (at >= text.length()) {
      return true;
    }
    boolean longer =
        text.charAt(at) == '.' && at + 1 < text.length() && isLetterOrDigit(text.charAt(at + 1));
    return !longer && !isLetterOrDigit(text.charAt(at));
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
