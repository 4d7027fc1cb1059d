package io.threatlockdown.core.response;

import java.util.List;
import java.util.Optional;

/**
 * A {@code <command>} of ossec.conf (spec AR §1.2).
 *
 * @param executable file name of the program, such as {@code firewall-drop}
 * @param timeoutAllowed whether a response with it may end by itself
 * @param extraArgs words handed to the program
 * @param means who carries it out; empty: the firewall, which drops the source address
 * @param subject what it is about
 */
public record CommandDefinition(
    String name,
    String executable,
    boolean timeoutAllowed,
    List<String> extraArgs,
    Optional<Action.Means> means,
    Subject subject) {
  public CommandDefinition {
    extraArgs = List.copyOf(extraArgs);
    if (means.isEmpty() && subject != Subject.ADDRESS) {
      throw new IllegalArgumentException("the firewall drops addresses: was " + subject);
    }
  }

  /** Returns the same command, carried out by other means. */
  public CommandDefinition by(Action.Means other) {
    return new CommandDefinition(
        name, executable, timeoutAllowed, extraArgs, Optional.of(other), subject);
  }

  /** Returns a command that has the firewall drop the source address. */
  public CommandDefinition(
      String name, String executable, boolean timeoutAllowed, List<String> extraArgs) {
    this(name, executable, timeoutAllowed, extraArgs, Optional.empty(), Subject.ADDRESS);
  }
}
