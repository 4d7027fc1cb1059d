package io.threatlockdown.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import slick.dbio.DBIOAction;
import slick.jdbc.SimpleJdbcAction;

/**
 * Turns on the one connection that writes the journal. Who wants one stands in line with the writes
 * of events, first come first served, so neither side waits for more than one piece of work of the
 * other. May be used by any thread.
 */
final class JournalTurns {
  /** One short piece of work. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(SQLException cause) {
      super(cause);
    }
  }

  private final SlickDatabase journal;

  JournalTurns(SlickDatabase journal) {
    this.journal = journal;
  }

  /**
   * Waits for a turn and for the end of the work in it. Each statement is a transaction.
   *
   * @throws SQLException also if there is no connection
   */
  <T> T take(Work<T> work) throws SQLException, InterruptedException {
    SimpleJdbcAction<T> action =
        new SimpleJdbcAction<>(
            context -> {
              try {
                return work.on(context.connection());
              } catch (SQLException failure) {
                throw new Failed(failure);
              }
            });
    // What Slick says of an action's effects is beyond Java's types.
    @SuppressWarnings({"unchecked", "rawtypes"})
    Future<T> done = (Future<T>) journal.database().run((DBIOAction) action);
    try {
      return FutureConverters.asJava(done).toCompletableFuture().get();
    } catch (ExecutionException failure) {
      throw new SQLException(StoreFailure.text(failure), failure);
    }
  }
}
