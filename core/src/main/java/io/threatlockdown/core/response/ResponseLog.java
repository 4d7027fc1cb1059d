package io.threatlockdown.core.response;

/**
 * The trail of requests in the form of Wazuh's active-responses.log (spec AR §3.5), from which
 * rules 600 to 658 raise alerts, and of what became of them. Told once the journal is on disk; what
 * a crash swallows is not told again. Quick; a failing disk is its own business and never the
 * caller's.
 */
public interface ResponseLog {
  /**
   * An order is carried out.
   *
   * @param alreadyActive the key was blocked already, so that the program would have been told to
   *     abort
   */
  void added(BlockOrder order, boolean alreadyActive);

  /** A block is lifted; the order is the one that began it. */
  void deleted(BlockOrder order);

  /** It is known what became of a response. */
  void outcome(Outcome outcome);
}
