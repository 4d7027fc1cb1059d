package io.threatlockdown.ops.cli;

/** What {@code tld} exits with. */
public enum ExitCode {
  /** Done as asked. */
  OK(0),
  /** It was tried and did not work; standard error says why. */
  FAILED(1),
  /** The command line makes no sense. */
  USAGE(2),
  /** What was asked for does not exist. */
  NOT_FOUND(3),
  /** The allowlist or the guard forbids it. */
  REFUSED(4),
  /** The configuration is bad (EX_CONFIG of sysexits.h). */
  BAD_CONFIGURATION(78);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** Returns the number for the shell. */
  public int code() {
    return code;
  }
}
