package io.threatlockdown.http;

import io.threatlockdown.core.event.LogLine;

/** What a line of a request turned out to be. */
sealed interface Reading {
  /** A log line to be analysed. */
  record Taken(LogLine line) implements Reading {}

  /** Nothing to analyse; the problem is in our words, not the sender's. */
  record Rejected(String problem) implements Reading {}
}
