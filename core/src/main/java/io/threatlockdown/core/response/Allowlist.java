package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.expression.Expression;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are never blocked: prefixes, and patterns over the text of the source address as
 * Wazuh's {@code <white_list>} takes them (spec AR §1.5). An IPv6 address is a prefix here, never a
 * pattern.
 */
public record Allowlist(List<AddressPrefix> prefixes, List<Expression> patterns) {
  /** How a reason of an allowlist begins. */
  static final String BECAUSE = "allowlist ";

  /** Allows nobody. */
  public static final Allowlist EMPTY = new Allowlist(List.of(), List.of());

  public Allowlist {
    prefixes = List.copyOf(prefixes);
    patterns = List.copyOf(patterns);
  }

  /**
   * Returns the entry that forbids blocking the target, in words; empty if none does. A target of
   * several addresses is forbidden if an entry covers any of them; patterns see its first address.
   */
  public Optional<String> forbids(AddressPrefix target) {
    for (AddressPrefix prefix : prefixes) {
      if (prefix.overlaps(target)) {
        return Optional.of(BECAUSE + "entry " + prefix);
      }
    }
    String text = target.base().toString();
    for (Expression pattern : patterns) {
      if (pattern.matches(text)) {
        return Optional.of(BECAUSE + "pattern " + pattern.source());
      }
    }
    return Optional.empty();
  }
}
