package io.threatlockdown.ops;

/** The {@code tld} command. */
public final class Main {
  private Main() {}

  /** Runs the command line. */
  public static void main(String[] args) {}
}
