package io.threatlockdown.core.response;

import java.util.List;

/**
 * What makes two orders the same block: the host that executes it, the program, and the keys the
 * program told apart (spec AR §3.3). For a firewall response the one key is the canonical address
 * or prefix.
 *
 * @param hostId agent id of the executing host
 * @param program file name of the response program, such as {@code firewall-drop}
 * @param keys empty as long as the program has not told them
 */
public record BlockKey(String hostId, String program, List<String> keys) {
  public BlockKey {
    keys = List.copyOf(keys);
  }
}
