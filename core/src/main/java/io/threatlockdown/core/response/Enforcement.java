package io.threatlockdown.core.response;

import java.util.Optional;

/** What operators ask about the enforcement of blocks. Quick, and safe for any thread. */
public interface Enforcement {

  /** Returns why nothing is dropped, in words; empty if blocks are enforced. */
  Optional<String> observing();

  /**
   * An operator says that what was changed may stay, so that it does not fall back.
   *
   * @param by who says so, such as {@code token}
   * @return what was confirmed, in words; empty if nothing waited for that
   */
  Optional<String> confirm(String by);
}
