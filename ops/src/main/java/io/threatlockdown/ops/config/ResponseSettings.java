package io.threatlockdown.ops.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * How responses that are no drops are carried out.
 *
 * @param programs the directory of response programs, absolute; may not exist
 * @param ownPrograms file names of programs there that are run although this process could stand in
 *     for them
 * @param observed names of responses, such as {@code firewall-drop100}, of which everything happens
 *     but the effect
 * @param guardedAccounts accounts that are never locked, besides root and those of the system
 * @param timeLimit how long a program may run
 * @param runningMax how many programs may run at once; from 1
 */
public record ResponseSettings(
    Path programs,
    Set<String> ownPrograms,
    Set<String> observed,
    Set<String> guardedAccounts,
    Duration timeLimit,
    int runningMax) {
  public ResponseSettings {
    ownPrograms = Set.copyOf(ownPrograms);
    observed = Set.copyOf(observed);
    guardedAccounts = Set.copyOf(guardedAccounts);
  }
}
