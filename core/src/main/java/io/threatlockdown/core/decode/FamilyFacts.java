package io.threatlockdown.core.decode;

import io.threatlockdown.core.decode.Decoder.Fields;
import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.DecoderFacts;
import io.threatlockdown.core.event.DecoderFacts.Facts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gathers what events of each decoder name may look like. All that a family's members extract may
 * be found in an event that bears any of their names.
 */
final class FamilyFacts {
  private static final Facts NOTHING = new Facts(Set.of(), Set.of(), false, false);

  private final Map<String, Facts> byName = new HashMap<>();

  private FamilyFacts() {}

  /**
   * Returns the facts of these decoders.
   *
   * @param names all names that rules may refer to; those of no family are built in
   * @param located whether addresses get places
   */
  static DecoderFacts of(List<Family> families, Set<String> names, boolean located) {
    FamilyFacts facts = new FamilyFacts();
    families.forEach(facts::add);
    for (String name : names) {
      facts.byName.putIfAbsent(name, new Facts(Set.of(Category.OSSEC), Set.of(), true, true));
    }
    return new DecoderFacts(facts.byName, located);
  }

  private void add(Family family) {
    List<Decoder> members = new ArrayList<>(List.of(family.top()));
    family.children().forEach(member -> members.add(member.decoder()));
    Set<Category> categories = EnumSet.noneOf(Category.class);
    Set<String> fields = new HashSet<>();
    boolean coded = false;
    boolean firstTimeSeen = false;
    for (Decoder member : members) {
      categories.add(member.category());
      firstTimeSeen |= !member.ftsFields().isEmpty();
      if (member.fields() instanceof Fields.Groups groups) {
        groups.order().forEach(slot -> fields.add(slot.name().toLowerCase(Locale.ROOT)));
      } else if (member.fields() instanceof Fields.Coded plugin) {
        coded = true;
        if (plugin.plugin() != Plugin.JSON) {
          categories.addAll(EnumSet.allOf(Category.class));
        }
      }
    }
    Facts facts = new Facts(categories, fields, coded, firstTimeSeen);
    for (Decoder member : members) {
      // A child's own name is never an event's, but rules may name it all the same.
      byName.putIfAbsent(member.name(), NOTHING);
      byName.merge(member.eventName(), facts, FamilyFacts::either);
    }
  }

  private static Facts either(Facts one, Facts other) {
    Set<Category> categories = new HashSet<>(one.categories());
    categories.addAll(other.categories());
    Set<String> fields = new HashSet<>(one.fields());
    fields.addAll(other.fields());
    return new Facts(
        categories,
        fields,
        one.anyField() || other.anyField(),
        one.firstTimeSeen() || other.firstTimeSeen());
  }
}
