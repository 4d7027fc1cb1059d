package io.threatlockdown.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/** The tables of a journal in one kind of database: what differs from the other kind. */
interface Tables {
  /** Returns what messages call this journal, such as its file. */
  String name();

  /** Returns a new connection to it. */
  Connection connect() throws SQLException;

  /**
   * Returns the commands that make each version of the tables of the one before, from version 1.
   */
  List<String> migrations();

  /**
   * Returns the version of the tables; 0 if there are none.
   *
   * @throws JournalException if there are tables of something else
   */
  int version(Statement statement) throws SQLException, JournalException;

  /** Writes down, as part of the transaction, which version the tables are. */
  void stamp(Statement statement, int version) throws SQLException;

  /** Looks for damage that the database itself can tell. */
  void check(Statement statement, Consumer<String> problems);

  /** Gives the space of what was deleted back to the disk. */
  void compact(Statement statement) throws SQLException;

  /** Returns the size of everything in bytes. */
  long bytes(Statement statement) throws SQLException;
}
