package io.threatlockdown.persistence;

/** What becomes of orders while the journal cannot be written. */
public enum OnJournalFailure {
  /**
   * The firewall drops at once, with a kernel timeout of at most {@link Stopgap#LONGEST}. The order
   * is kept, and answered when it is on disk.
   */
  BLOCK,
  /** The order is refused, with the reason, and the firewall is not touched. */
  REFUSE
}
