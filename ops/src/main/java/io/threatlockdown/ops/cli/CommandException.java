package io.threatlockdown.ops.cli;

/**
 * A command that cannot go on. Its message is printed on standard error and the process exits with
 * its code.
 */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String message;

  /**
   * Says how it ends and why.
   *
   * @param message for the operator, without the command's name; may hold attacker text
   */
  public CommandException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
    this.message = message;
  }

  /** Returns what the process exits with. */
  public ExitCode exitCode() {
    return exitCode;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
