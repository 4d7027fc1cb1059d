package io.threatlockdown.ops.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** A console whose input is given and whose output can be read back. */
public final class ScriptedConsole {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Console console;

  /** Starts a console that will read this text. */
  public ScriptedConsole(String input) {
    console =
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out),
            new PrintWriter(err));
  }

  /** Runs {@code tld} with these arguments and returns the exit code. */
  public int run(String... args) {
    return TldCommand.execute(console, args);
  }

  /** Returns the streams, for running something else. */
  public Console console() {
    return console;
  }

  /** Returns what was printed on standard output. */
  public String out() {
    console.out().flush();
    return out.toString();
  }

  /** Returns what was printed on standard error. */
  public String err() {
    console.err().flush();
    return err.toString();
  }
}
