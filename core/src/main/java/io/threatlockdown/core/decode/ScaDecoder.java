package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Results of security configuration assessment in JSON (spec ruleset §6.3): single checks,
 * summaries of a policy, lists of policies. What it cannot read gets no decoder name and no field.
 */
final class ScaDecoder {
  private static final JsonOptions OPTIONS = new JsonOptions(true, true);
  private static final Set<String> TYPES = Set.of("check", "summary", "policies");

  /** What is called otherwise than {@code sca.} and its own path. */
  private static final Map<String, String> NAMES = Map.of("name", "policy", "id", "scan_id");

  /** What no rule is told: how the check is done. */
  private static final String HOW = "check.rules";

  private ScaDecoder() {}

  static void decode(String text, Event.Builder event) {
    event.category(Category.OSSEC);
    var fields = JsonFields.read(text, 0, OPTIONS, Set.of());
    Optional<String> type =
        fields.stream()
            .filter(field -> field.name().equals("type"))
            .map(DynamicField::value)
            .filter(TYPES::contains)
            .findFirst();
    if (type.isEmpty()) {
      return;
    }
    event.decoder("sca", Optional.empty(), Category.OSSEC);
    for (DynamicField field : fields) {
      if (!field.name().equals(HOW)) {
        event.dynamicField("sca." + NAMES.getOrDefault(field.name(), field.name()), field.value());
      }
    }
  }
}
