package io.threatlockdown.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.serialization.Serialization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.util.Try;

/**
 * Finds the newest snapshot that is whole. One that lacks a part, or has one that cannot be read,
 * is passed over and said to be damaged: an older one or the events stand in for it, if no event
 * since then is gone; otherwise nothing does. Used by one thread.
 */
final class SnapshotReader {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotReader.class);

  private static final String NEWEST =
      "SELECT snapshot_ser_id, snapshot_ser_manifest, snapshot_payload, sequence_number, created,"
          + " parts FROM snapshot WHERE persistence_id = ? AND sequence_number BETWEEN ? AND ?"
          + " AND created BETWEEN ? AND ? ORDER BY sequence_number DESC LIMIT 1";
  private static final String PART =
      "SELECT snapshot_ser_id, snapshot_ser_manifest, snapshot_payload FROM snapshot_part"
          + " WHERE persistence_id = ? AND sequence_number = ? AND part = ?";
  private static final String EVENTS =
      "SELECT count(*) FROM event_journal WHERE NOT deleted AND persistence_id = ?"
          + " AND sequence_number > ? AND sequence_number <= ?";

  private final JournalTurns journal;
  private final Serialization serialization;

  private static final class Row {
    private final int serializer;
    private final String manifest;
    private final byte[] bytes;

    Row(ResultSet row) throws SQLException {
      serializer = row.getInt(1);
      manifest = row.getString(2);
      bytes = row.getBytes(3);
    }
  }

  private record Head(SnapshotMetadata metadata, int parts, Row row) {}

  SnapshotReader(JournalTurns journal, Serialization serialization) {
    this.journal = journal;
    this.serialization = serialization;
  }

  /**
   * Returns the newest whole snapshot.
   *
   * @throws SQLException also if a newer one is damaged and cannot be done without
   */
  Optional<SelectedSnapshot> newest(String id, SnapshotSelectionCriteria criteria)
      throws SQLException, InterruptedException {
    Optional<Head> head = head(id, criteria, criteria.maxSequenceNr());
    Optional<Head> damaged = Optional.empty();
    while (head.isPresent()) {
      Optional<Object> whole = whole(head.get());
      if (whole.isPresent()) {
        SnapshotMetadata metadata = head.get().metadata;
        insteadOf(damaged, metadata.sequenceNr(), "snapshot " + metadata.sequenceNr());
        return Optional.of(new SelectedSnapshot(metadata, whole.get()));
      }
      damaged = damaged.isPresent() ? damaged : head;
      head = head(id, criteria, head.get().metadata.sequenceNr() - 1);
    }
    insteadOf(damaged, 0, "all events");
    return Optional.empty();
  }

  /** Says so if a damaged one is passed over. */
  private void insteadOf(Optional<Head> damaged, long from, String what)
      throws SQLException, InterruptedException {
    if (damaged.isEmpty()) {
      return;
    }
    SnapshotMetadata metadata = damaged.get().metadata;
    String id = metadata.persistenceId();
    long upTo = metadata.sequenceNr();
    long events = journal.take(connection -> events(connection, id, from, upTo));
    if (events < upTo - from) {
      throw new SQLException(
          "snapshot %d of %s is damaged, and of the %d events before it %d are gone: see tld journal"
                  .formatted(upTo, id, upTo - from, upTo - from - events)
              + " check");
    }
    LOG.error("Snapshot {} of {} is damaged; {} and what came since are read", upTo, id, what);
  }

  private static long events(Connection connection, String id, long from, long upTo)
      throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(EVENTS)) {
      count.setString(1, id);
      count.setLong(2, from);
      count.setLong(3, upTo);
      try (ResultSet row = count.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private Optional<Head> head(String id, SnapshotSelectionCriteria criteria, long upTo)
      throws SQLException, InterruptedException {
    return journal.take(
        connection -> {
          try (PreparedStatement newest = connection.prepareStatement(NEWEST)) {
            newest.setString(1, id);
            newest.setLong(2, criteria.minSequenceNr());
            newest.setLong(3, upTo);
            newest.setLong(4, criteria.minTimestamp());
            newest.setLong(5, criteria.maxTimestamp());
            try (ResultSet row = newest.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new Head(
                          new SnapshotMetadata(id, row.getLong(4), row.getLong(5)),
                          row.getInt(6),
                          new Row(row)))
                  : Optional.empty();
            }
          }
        });
  }

  /** Returns what the snapshot holds; empty if it is damaged. */
  private Optional<Object> whole(Head head) throws SQLException, InterruptedException {
    Optional<Object> first = value(head.row);
    if (first.isEmpty() || !(first.get() instanceof PartitionSnapshot ofOurs)) {
      return first;
    }
    List<PartitionSnapshot> parts = new ArrayList<>(List.of(ofOurs));
    for (int number = 1; number < head.parts; number++) {
      Optional<Object> part = part(head.metadata, number).flatMap(this::value);
      if (part.isEmpty()) {
        LOG.error(
            "Part {} of {} of snapshot {} of {} is missing or cannot be read",
            number + 1,
            head.parts,
            head.metadata.sequenceNr(),
            head.metadata.persistenceId());
        return Optional.empty();
      }
      parts.add((PartitionSnapshot) part.get());
    }
    return Optional.of(PartitionSnapshot.join(parts));
  }

  private Optional<Row> part(SnapshotMetadata metadata, int part)
      throws SQLException, InterruptedException {
    return journal.take(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(PART)) {
            select.setString(1, metadata.persistenceId());
            select.setLong(2, metadata.sequenceNr());
            select.setInt(3, part);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(new Row(row)) : Optional.empty();
            }
          }
        });
  }

  private Optional<Object> value(Row row) {
    Try<Object> value = serialization.deserialize(row.bytes, row.serializer, row.manifest);
    return value.isSuccess() ? Optional.of(value.get()) : Optional.empty();
  }
}
