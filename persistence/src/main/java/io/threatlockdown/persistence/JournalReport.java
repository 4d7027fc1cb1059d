package io.threatlockdown.persistence;

import java.util.List;

/**
 * What a check of the journal found.
 *
 * @param schema the version of its tables
 * @param bytes size of the file and its write-ahead log
 * @param events writes that are kept; {@code facts}: what they hold
 * @param inForce blocks in force after them
 * @param ended blocks that have ended and are remembered
 * @param problems what is wrong; empty if nothing
 */
public record JournalReport(
    int schema,
    long bytes,
    long events,
    long facts,
    long snapshots,
    long inForce,
    long ended,
    List<String> problems) {
  public JournalReport {
    problems = List.copyOf(problems);
  }
}
