package io.threatlockdown.persistence;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Health.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator how the journal is doing: health part {@code journal}, and one line of log
 * when its trouble begins, each minute that it lasts, and when it is over.
 */
final class JournalTrouble {
  private static final Logger LOG = LoggerFactory.getLogger(JournalTrouble.class);
  private static final String JOURNAL = "journal";
  private static final int SAID_EVERY = 60; // ticks of a second

  private final OnJournalFailure onFailure;
  private final Health health;
  private String reason = "";
  private int ticks;
  private int unrecordedMost;

  JournalTrouble(OnJournalFailure onFailure, Health health) {
    this.onFailure = onFailure;
    this.health = health;
  }

  void reading() {
    health.report(JOURNAL, Status.DOWN, "reading the block journal");
  }

  /**
   * The journal cannot be written.
   *
   * @param unrecorded how many addresses are dropped and not in the journal
   */
  void begins(String why, int unrecorded) {
    boolean news = !why.equals(reason);
    reason = why;
    report(unrecorded);
    if (news) {
      ticks = 0;
      say(unrecorded);
    }
  }

  /** Another second passed, and it still cannot be written. */
  void goesOn(int unrecorded) {
    report(unrecorded);
    if (++ticks % SAID_EVERY == 0) {
      say(unrecorded);
    }
  }

  /** It can be written. Returns whether addresses were dropped without a record, which now is. */
  boolean over(int unrecorded) {
    if (unrecorded > 0) {
      report(unrecorded); // Until the last of them is on disk.
      return false;
    }
    int recorded = unrecordedMost;
    if (!reason.isEmpty()) {
      LOG.warn(
          "The block journal can be written again; addresses dropped without a record before: {}",
          recorded);
    }
    reason = "";
    unrecordedMost = 0;
    health.report(JOURNAL, Status.UP, "");
    return recorded > 0;
  }

  private void report(int unrecorded) {
    unrecordedMost = Math.max(unrecordedMost, unrecorded);
    String dropped =
        unrecorded == 0
            ? ""
            : "; addresses dropped without a record, until it can be written: " + unrecorded;
    health.report(JOURNAL, Status.DOWN, reason + dropped);
  }

  private void say(int unrecorded) {
    if (onFailure == OnJournalFailure.BLOCK) {
      LOG.error(
          "The block journal cannot be written: {}. As on-journal-failure = block says, new blocks"
              + " are dropped by the firewall all the same and recorded later; so far {} addresses",
          reason,
          unrecorded);
    } else {
      LOG.error(
          "The block journal cannot be written: {}. As on-journal-failure = refuse says, new blocks"
              + " are refused",
          reason);
    }
  }
}
