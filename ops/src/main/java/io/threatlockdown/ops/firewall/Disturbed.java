package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import java.util.List;

/**
 * Is told when somebody else changed our table. Called on threads of the firewall's own; must be
 * quick.
 */
public interface Disturbed {
  /** Does nothing about it. */
  Disturbed IGNORED =
      new Disturbed() {
        @Override
        public void lost(String by) {}

        @Override
        public void touched(List<AddressPrefix> targets, String by) {}
      };

  /**
   * Drops may be lost, or others be there: the table, a set, a chain or a rule was touched. To be
   * followed by a reload; told again until one succeeds.
   *
   * @param by who it was, in words
   */
  void lost(String by);

  /**
   * The drops of these targets were added, changed or removed.
   *
   * @param by who it was, in words
   */
  void touched(List<AddressPrefix> targets, String by);
}
