package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code <srcip>} and {@code <dstip>}, of which a rule may have several (§2.7, §9). */
final class AddressReader {
  private final RuleDialect dialect;
  private final RuleProblems problems;
  private final Map<StaticField, List<AddressListCondition.Entry>> entries =
      new EnumMap<>(StaticField.class);

  AddressReader(RuleDialect dialect, RuleProblems problems) {
    this.dialect = dialect;
    this.problems = problems;
  }

  /** Returns what the element asks together with those of its name before it. */
  Condition read(XmlElement element) {
    StaticField field = StaticField.named(element.name()).orElseThrow();
    List<AddressListCondition.Entry> all =
        entries.computeIfAbsent(field, unused -> new ArrayList<>());
    entry(element).ifPresent(all::add);
    return dialect.bangNegates()
        ? new AddressListCondition(field, all)
        : wazuh(element, field, all);
  }

  private Condition wazuh(
      XmlElement element, StaticField field, List<AddressListCondition.Entry> all) {
    return new AddressCondition(
        field,
        all.stream().flatMap(entry -> entry.prefix().stream()).toList(),
        all.stream().anyMatch(entry -> entry.prefix().isEmpty()),
        element
            .attribute("negate")
            .map(value -> PatternText.negated(element, value, problems))
            .orElse(false));
  }

  private Optional<AddressListCondition.Entry> entry(XmlElement element) {
    String text = element.content().strip();
    boolean negates = text.startsWith("!");
    String address = negates ? text.substring(1).strip() : text;
    if (negates && !dialect.bangNegates()) {
      problems.warning(
          element.line(), "<" + element.name() + "> ignores '!'; use negate=\"yes\" instead");
    }
    if (!dialect.hasTypes() && !element.attributes().isEmpty()) {
      problems.error(
          element.line(),
          "<"
              + element.name()
              + "> has unknown attribute "
              + element.attributes().get(0).name()
              + "; allowed are none, '!' before the address negates");
    }
    Optional<AddressPrefix> prefix = AddressPrefix.parse(address);
    if (prefix.isEmpty() && !address.equals("any")) {
      problems.wrongValue(
          element.line(),
          "<" + element.name() + ">",
          address,
          "any, an address, address/bits or address/netmask");
      return Optional.empty();
    }
    return Optional.of(new AddressListCondition.Entry(negates, prefix));
  }
}
