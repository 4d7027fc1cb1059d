package io.threatlockdown.core.response;

import java.util.List;

/**
 * A {@code <command>} of ossec.conf (spec AR §1.2).
 *
 * @param executable file name of the program, such as {@code firewall-drop}
 * @param timeoutAllowed whether a response with it may end by itself
 * @param extraArgs words handed to the program
 */
public record CommandDefinition(
    String name, String executable, boolean timeoutAllowed, List<String> extraArgs) {
  public CommandDefinition {
    extraArgs = List.copyOf(extraArgs);
  }
}
