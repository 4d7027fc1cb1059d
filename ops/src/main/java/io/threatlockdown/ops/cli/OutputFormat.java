package io.threatlockdown.ops.cli;

/** How a command prints rows of data. */
public enum OutputFormat {
  /** Columns for people. */
  TABLE,
  /** An array of objects, one a line. */
  JSON,
  /** RFC 4180 with a header line. */
  CSV
}
