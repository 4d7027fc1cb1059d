package io.threatlockdown.core.event;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the decoders of a ruleset can make of lines, whatever the lines: by it rules are found that
 * ask for what no event has. It says rather too much than too little.
 */
public final class DecoderFacts {
  /**
   * What events that bear one decoder's name may look like.
   *
   * @param fields the names of fields that may be set, in lower case
   * @param anyField whether any field may be set, as by JSON
   * @param firstTimeSeen whether an event may have a first-time-seen key
   */
  public record Facts(
      Set<Category> categories, Set<String> fields, boolean anyField, boolean firstTimeSeen) {
    public Facts {
      categories = Set.copyOf(categories);
      fields = Set.copyOf(fields);
    }

    private boolean mayHave(String field) {
      return anyField || fields.contains(field.toLowerCase(Locale.ROOT));
    }
  }

  private final Map<String, Facts> byName;
  private final boolean located;

  /**
   * Takes what is known of each decoder.
   *
   * @param byName by the name that events bear
   * @param located whether addresses get the places that rules ask for
   */
  public DecoderFacts(Map<String, Facts> byName, boolean located) {
    this.byName = Map.copyOf(byName);
    this.located = located;
  }

  /** Whether addresses get places, for which a database is needed. */
  public boolean located() {
    return located;
  }

  /** Returns what is known of the events of that decoder; empty if there is no such decoder. */
  public Optional<Facts> of(String decoder) {
    return Optional.ofNullable(byName.get(decoder));
  }

  /** Whether an event of that decoder may have one of the fields. */
  public boolean mayHave(String decoder, List<String> fields) {
    Facts facts = byName.get(decoder);
    return facts != null && fields.stream().anyMatch(facts::mayHave);
  }

  /** Whether an event of that category may have one of the fields. */
  public boolean mayHave(Category category, List<String> fields) {
    return byName.values().stream()
        .filter(facts -> facts.categories().contains(category))
        .anyMatch(facts -> fields.stream().anyMatch(facts::mayHave));
  }
}
