package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What operators ask about the enforcement of blocks. Quick, and safe for any thread. */
public interface Enforcement {

  /** Returns why nothing is dropped, in words; empty if blocks are enforced. */
  Optional<String> observing();

  /**
   * Returns what was dropped of each target since it is blocked; nothing of those that are not
   * dropped right now. At most as many as a list of blocks has.
   */
  CompletionStage<Map<AddressPrefix, Dropped>> dropped(List<AddressPrefix> targets);

  /**
   * An operator says that what was changed may stay, so that it does not fall back.
   *
   * @param by who says so, such as {@code token}
   * @return what was confirmed, in words; empty if nothing waited for that
   */
  Optional<String> confirm(String by);
}
