package io.threatlockdown.ops.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The three streams of a command, in UTF-8.
 *
 * @param in bytes, not buffered
 * @param out data only. Buffered: it is flushed when the command ends, an interactive command
 *     flushes it itself
 * @param err messages for people; flushed with every line
 */
public record Console(InputStream in, PrintWriter out, PrintWriter err) {

  /** Returns the streams of this process. */
  public static Console system() {
    return new Console(
        new FileInputStream(FileDescriptor.in),
        writer(FileDescriptor.out, false),
        writer(FileDescriptor.err, true));
  }

  private static PrintWriter writer(FileDescriptor descriptor, boolean flushLines) {
    return new PrintWriter(
        new BufferedWriter(
            new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8)),
        flushLines);
  }
}
