package io.threatlockdown.persistence;

import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What is wrong with the store of the journal, in an operator's words. */
final class StoreFailure {
  private static final int PRIMARY_CODE = 0xff; // SQLite: the low byte of a result code
  private static final int CAUSES_MAX = 16;

  /**
   * On a full or failing disk SQLite ends the transaction; Slick's next commit hides the reason.
   */
  private static final String UNDONE = "no transaction is active";

  private StoreFailure() {}

  /** Returns what the failure means and what the store said. */
  static String text(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
      if (cause instanceof SQLiteException ofSqlite) {
        SQLiteErrorCode code = ofSqlite.getResultCode();
        if (said(cause).contains(UNDONE)) {
          return "no space is left on the disk of journal.db, or it fails or is read-only";
        }
        return meaning(code).map(words -> words + " (" + code.name() + ")").orElse(said(cause));
      }
      if (cause instanceof TimeoutException || cause instanceof CircuitBreakerOpenException) {
        return "the disk or database does not answer";
      }
      cause = cause.getCause();
    }
    return said(failure);
  }

  private static Optional<String> meaning(SQLiteErrorCode code) {
    return switch (code.code & PRIMARY_CODE) {
      case 5, 6 -> Optional.of("journal.db is locked by another program"); // BUSY, LOCKED
      case 8 -> Optional.of("journal.db or its disk is read-only"); // READONLY
      case 10 -> Optional.of("the disk of journal.db fails: I/O error"); // IOERR
      case 11, 26 -> Optional.of("journal.db is damaged: see tld journal check"); // CORRUPT, NOTADB
      case 13 -> Optional.of("no space is left on the disk of journal.db"); // FULL
      case 14 -> Optional.of("journal.db cannot be opened"); // CANTOPEN
      default -> Optional.empty();
    };
  }

  private static String said(Throwable failure) {
    String message = failure.getMessage();
    return Bounds.cut(message == null ? failure.getClass().getSimpleName() : message);
  }
}
