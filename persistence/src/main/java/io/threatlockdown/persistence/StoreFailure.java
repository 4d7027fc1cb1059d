package io.threatlockdown.persistence;

import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.postgresql.util.PSQLException;
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
      if (cause instanceof PSQLException ofPostgres) {
        return meaning(String.valueOf(ofPostgres.getSQLState()))
            .map(words -> words + " (" + said(ofPostgres) + ")")
            .orElse(said(cause));
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

  /** PostgreSQL's codes are in appendix A of its manual. */
  private static Optional<String> meaning(String state) {
    return switch (state) {
      case PostgresSession.IN_USE ->
          Optional.of("another service uses this journal: stop it, or choose another database");
      case PostgresSession.NOT_DURABLE ->
          Optional.of("PostgreSQL would lose what it acknowledged when the power fails");
      case "25006" -> Optional.of("PostgreSQL is read-only");
      case "53100" -> Optional.of("no space is left on the disk of PostgreSQL");
      case "53300" -> Optional.of("PostgreSQL has no connection left");
      case "57P01", "57P02", "57P03" -> Optional.of("PostgreSQL stops or starts");
      case "58030" -> Optional.of("the disk of PostgreSQL fails: I/O error");
      case "3D000" -> Optional.of("PostgreSQL has no such database");
      case "42501" -> Optional.of("PostgreSQL does not let this user do that");
      case "XX001", "XX002" -> Optional.of("the journal in PostgreSQL is damaged");
      default ->
          switch (state.substring(0, Math.min(2, state.length()))) {
            case "08" -> Optional.of("PostgreSQL cannot be reached");
            case "28" -> Optional.of("PostgreSQL does not let this user in");
            default -> Optional.empty();
          };
    };
  }

  private static String said(Throwable failure) {
    String message = failure.getMessage();
    return Bounds.cut(message == null ? failure.getClass().getSimpleName() : message);
  }
}
