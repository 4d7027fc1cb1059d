package io.threatlockdown.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/**
 * Snapshots in the journal's database: the head in {@code snapshot}, what does not go in there
 * before it in {@code snapshot_part}. Without its head a snapshot is not there, and the head says
 * how many parts there are. {@link SnapshotReader} reads them. Every statement is a short
 * transaction of its own. Used by one thread; {@link #stop} by any.
 */
final class SnapshotTables {
  private static final String SAVE =
      "INSERT INTO snapshot (snapshot_ser_id, snapshot_ser_manifest, snapshot_payload,"
          + " persistence_id, sequence_number, created, parts) VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String SAVE_PART =
      "INSERT INTO snapshot_part (snapshot_ser_id, snapshot_ser_manifest, snapshot_payload,"
          + " persistence_id, sequence_number, part) VALUES (?, ?, ?, ?, ?, ?)";
  private static final String DELETE =
      "DELETE FROM snapshot WHERE persistence_id = ? AND sequence_number BETWEEN ? AND ?"
          + " AND created BETWEEN ? AND ?";
  private static final String DELETE_HEADLESS =
      "DELETE FROM snapshot_part WHERE (persistence_id, sequence_number, part) IN"
          + " (SELECT p.persistence_id, p.sequence_number, p.part FROM snapshot_part p"
          + " WHERE p.persistence_id = ? AND NOT EXISTS (SELECT 1 FROM snapshot s WHERE"
          + " s.persistence_id = p.persistence_id AND s.sequence_number = p.sequence_number)"
          + " LIMIT ?)";
  private static final String DELETE_EVENTS =
      "DELETE FROM event_journal WHERE ordering IN (SELECT ordering FROM event_journal"
          + " WHERE persistence_id = ? AND sequence_number <= ? ORDER BY sequence_number LIMIT ?)";

  /* How many rows go in one turn follows from how long the turns take: rows are of 100 bytes to
   * megabytes, disks differ as much, and events must go faster than they can come. */
  private static final int ROWS_MAX = 1_024;
  private static final long LONG_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long SHORT_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final JournalTurns journal;
  private final Serialization serialization;
  private int rowsOfTurn = 1;
  private volatile boolean stopped;

  SnapshotTables(JournalTurns journal, Serialization serialization) {
    this.journal = journal;
    this.serialization = serialization;
  }

  /** What is under way ends soon, unfinished. */
  void stop() {
    stopped = true;
  }

  /** Also deletes what it replaces: older snapshots of ours, and the events up to this one. */
  void save(SnapshotMetadata metadata, Object snapshot) throws SQLException, InterruptedException {
    String id = metadata.persistenceId();
    long number = metadata.sequenceNr();
    delete(id, criteria(number, number));
    List<PartitionSnapshot> parts =
        snapshot instanceof PartitionSnapshot ofOurs ? ofOurs.parts() : List.of();
    for (int part = 1; part < parts.size() && !stopped; part++) {
      save(SAVE_PART, metadata, parts.get(part), part);
    }
    if (!stopped) {
      Object head = parts.isEmpty() ? snapshot : parts.get(0);
      save(SAVE, metadata, head, metadata.timestamp(), Math.max(1, parts.size()));
    }
    if (!parts.isEmpty() && !stopped) {
      delete(id, criteria(0, number - 1));
      each(DELETE_EVENTS, id, number - 1); // One event is left: it holds the highest number.
    }
  }

  void delete(String id, SnapshotSelectionCriteria criteria)
      throws SQLException, InterruptedException {
    int unused =
        journal.take(
            connection -> {
              try (PreparedStatement heads = prepare(connection, DELETE, id, criteria)) {
                return heads.executeUpdate();
              }
            });
    each(DELETE_HEADLESS, id);
  }

  private static SnapshotSelectionCriteria criteria(long from, long to) {
    return SnapshotSelectionCriteria.create(to, Long.MAX_VALUE, from, 0);
  }

  /** What takes the CPU is done before the turn. */
  private void save(String sql, SnapshotMetadata metadata, Object value, long... numbers)
      throws SQLException, InterruptedException {
    Serializer serializer = serialization.findSerializerFor(value);
    byte[] bytes = serialization.serialize(value).get();
    int unused =
        journal.take(
            connection -> {
              try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setInt(1, serializer.identifier());
                insert.setString(2, Serializers.manifestFor(serializer, value));
                insert.setBytes(3, bytes);
                insert.setString(4, metadata.persistenceId());
                insert.setLong(5, metadata.sequenceNr());
                for (int i = 0; i < numbers.length; i++) {
                  insert.setLong(6 + i, numbers[i]);
                }
                return insert.executeUpdate();
              }
            });
  }

  /** Repeats a statement that deletes rows, at most as many as its last argument, until none is. */
  private void each(String sql, Object... arguments) throws SQLException, InterruptedException {
    boolean found = true;
    while (found && !stopped) {
      int rows = rowsOfTurn;
      found = journal.take(connection -> deletes(connection, sql, rows, arguments));
    }
  }

  private boolean deletes(Connection connection, String sql, int rows, Object... arguments)
      throws SQLException {
    long begin = System.nanoTime();
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        delete.setObject(i + 1, arguments[i]);
      }
      delete.setInt(arguments.length + 1, rows);
      boolean all = delete.executeUpdate() == rows;
      long nanos = System.nanoTime() - begin;
      if (nanos > LONG_TURN_NANOS) {
        rowsOfTurn = Math.max(1, rows / 2);
      } else if (all && nanos < SHORT_TURN_NANOS) {
        rowsOfTurn = Math.min(ROWS_MAX, rows * 2);
      }
      return all;
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, String id, SnapshotSelectionCriteria criteria)
      throws SQLException {
    PreparedStatement prepared = connection.prepareStatement(sql);
    prepared.setString(1, id);
    prepared.setLong(2, criteria.minSequenceNr());
    prepared.setLong(3, criteria.maxSequenceNr());
    prepared.setLong(4, criteria.minTimestamp());
    prepared.setLong(5, criteria.maxTimestamp());
    return prepared;
  }
}
