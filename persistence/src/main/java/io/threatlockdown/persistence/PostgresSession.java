package io.threatlockdown.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a session of PostgreSQL must be before it may write the journal: the only one, and durable.
 *
 * <p>The lock is held by the very session that writes. When its connection is lost, the next one
 * cannot write, and cannot read what to go on from, before the server has ended the old one and
 * whatever it still had under way; if somebody else has the lock by then, this process writes
 * nothing more.
 */
final class PostgresSession {
  /** The journal is in use. The codes are ours; the server passes them on. */
  static final String IN_USE = "TLD01";

  /** The server would lose or damage what it acknowledged. */
  static final String NOT_DURABLE = "TLD02";

  /** There is no schema to keep the journal in. */
  static final String NO_SCHEMA = "TLD03";

  private static final int WRITER = 0x544c444a; // "TLDJ"
  private static final int SERVICE = 0x544c4453; // "TLDS"

  /* One schema of a database keeps one journal. An advisory lock's second key has 32 signed bits,
   * a schema's number 32 unsigned ones. */
  private static final String LOCK =
      """
      DO $$
      DECLARE
        place integer;
      BEGIN
        SELECT oid::bigint - 2147483648 INTO place
          FROM pg_namespace WHERE nspname = current_schema();
        IF place IS NULL THEN
          RAISE EXCEPTION 'no schema of the search_path exists' USING ERRCODE = '%s';
        END IF;
        IF NOT pg_try_advisory_lock(%d, place) THEN
          RAISE EXCEPTION 'the journal is in use' USING ERRCODE = '%s';
        END IF;
      END $$
      """;

  private static final String DURABLE =
      """
      DO $$
      BEGIN
        IF current_setting('fsync') = 'off' THEN
          RAISE EXCEPTION 'fsync is off; allowed: on' USING ERRCODE = '%s';
        END IF;
        IF current_setting('full_page_writes') = 'off' THEN
          RAISE EXCEPTION 'full_page_writes is off; allowed: on' USING ERRCODE = '%s';
        END IF;
        IF current_setting('synchronous_commit') = 'off' THEN
          PERFORM set_config('synchronous_commit', 'on', false);
        END IF;
      END $$
      """
          .formatted(NOT_DURABLE, NOT_DURABLE);

  private PostgresSession() {}

  /** Returns the commands that make a new connection the writer, or fail. */
  static String init() {
    return DURABLE + ";\n" + lock(WRITER);
  }

  /** Makes the connection the service's; the journal's writer may be another of its connections. */
  static void claim(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      execute(statement, DURABLE);
      execute(statement, lock(SERVICE));
      execute(statement, lock(WRITER)); // Who was there before, and lost the other in a restart.
    }
  }

  /** Lets another connection of this service be the writer. */
  static void letWrite(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      execute(
          statement,
          "SELECT pg_advisory_unlock("
              + WRITER
              + ", (oid::bigint - 2147483648)::integer) FROM pg_namespace"
              + " WHERE nspname = current_schema()");
    }
  }

  private static String lock(int key) {
    return LOCK.formatted(NO_SCHEMA, key, IN_USE);
  }

  private static void execute(Statement statement, String command) throws SQLException {
    boolean unused = statement.execute(command);
  }
}
