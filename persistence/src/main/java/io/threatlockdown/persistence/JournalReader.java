package io.threatlockdown.persistence;

import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the tables of a journal without Pekko, row by row: what is there, and whether it makes
 * sense. One reader reads once.
 */
final class JournalReader {
  /** The most problems that are told one by one; the rest is counted. */
  static final int PROBLEMS_MAX = 100;

  private static final String PREFIX = "blocks-";
  private static final int FETCH_ROWS = 1_000;
  private static final String SNAPSHOTS =
      "SELECT persistence_id, sequence_number, snapshot_ser_manifest, snapshot_payload, parts"
          + " FROM snapshot ORDER BY persistence_id, sequence_number DESC";
  private static final String PARTS =
      "SELECT persistence_id, sequence_number, snapshot_ser_manifest, snapshot_payload"
          + " FROM snapshot_part WHERE persistence_id = ? AND sequence_number = ? ORDER BY part";
  private static final String EVENTS =
      "SELECT persistence_id, sequence_number, event_ser_manifest, event_payload"
          + " FROM event_journal WHERE NOT deleted ORDER BY persistence_id, sequence_number";

  private final Connection connection;
  private final FactsSerializer serializer = new FactsSerializer();
  private final SortedMap<String, Share> shares = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private long problemCount;
  private long events;
  private long facts;
  private long snapshots;

  /** What was read of one partition so far. */
  private static final class Share {
    private JournaledBlocks state;
    private long snapshotAt;
    private long last;

    Share(int partition) {
      state = isActions(partition) ? new ActionState(partition) : new PartitionState(partition);
    }
  }

  /** Is shown each event that can be read: what it says, and its bytes. */
  interface Visitor {
    void event(String persistenceId, long sequenceNumber, Facts facts, byte[] payload);
  }

  JournalReader(Connection connection) {
    this.connection = connection;
  }

  /** Reads all snapshots and events; each event that can be read is shown. */
  void read(Visitor visitor) throws SQLException {
    connection.setAutoCommit(false); // Else PostgreSQL sends all rows at once.
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet rows = statement.executeQuery(SNAPSHOTS)) {
        while (rows.next()) {
          snapshot(rows);
        }
      }
      try (ResultSet rows = statement.executeQuery(EVENTS)) {
        while (rows.next()) {
          event(rows, visitor);
        }
      }
    }
    connection.commit();
  }

  /** Returns the states of the partitions that have any row, by persistence id. */
  SortedMap<String, JournaledBlocks> states() {
    SortedMap<String, JournaledBlocks> states = new TreeMap<>();
    shares.forEach((id, share) -> states.put(id, share.state));
    return states;
  }

  long events() {
    return events;
  }

  long facts() {
    return facts;
  }

  long snapshots() {
    return snapshots;
  }

  /** Returns what is wrong, at most {@link #PROBLEMS_MAX} and a count of the rest. */
  List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    if (problemCount > PROBLEMS_MAX) {
      all.add("and " + (problemCount - PROBLEMS_MAX) + " more");
    }
    return all;
  }

  private void snapshot(ResultSet row) throws SQLException {
    String id = row.getString(1);
    long sequenceNumber = row.getLong(2);
    snapshots++;
    Optional<Share> share = share(id);
    Optional<PartitionSnapshot> snapshot =
        parse("snapshot", id, sequenceNumber, row, PartitionSnapshot.class);
    if (share.isEmpty() || snapshot.isEmpty()) {
      return;
    }
    List<PartitionSnapshot> parts = new ArrayList<>(List.of(snapshot.get()));
    parts(id, sequenceNumber, parts);
    int missing = row.getInt(5) - parts.size();
    Share latest = share.get();
    if (missing > 0) {
      problem(
          id
              + ": snapshot "
              + sequenceNumber
              + " lacks "
              + missing
              + " of its "
              + row.getInt(5)
              + " parts");
    } else if (sequenceNumber > latest.snapshotAt) {
      latest.state = state(partition(id).orElseThrow(), PartitionSnapshot.join(parts));
      latest.snapshotAt = sequenceNumber;
      latest.last = sequenceNumber;
    }
  }

  private void parts(String id, long sequenceNumber, List<PartitionSnapshot> into)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(PARTS)) {
      select.setString(1, id);
      select.setLong(2, sequenceNumber);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          parse("part of snapshot", id, sequenceNumber, rows, PartitionSnapshot.class)
              .ifPresent(into::add);
        }
      }
    }
  }

  private void event(ResultSet row, Visitor visitor) throws SQLException {
    String id = row.getString(1);
    long sequenceNumber = row.getLong(2);
    events++;
    Optional<Share> found = share(id);
    Optional<Facts> event = parse("event", id, sequenceNumber, row, Facts.class);
    if (found.isEmpty() || event.isEmpty()) {
      return;
    }
    Share share = found.get();
    facts += event.get().facts().size();
    if (sequenceNumber > share.snapshotAt) {
      if (sequenceNumber != share.last + 1) {
        problem(id + ": events " + (share.last + 1) + " to " + (sequenceNumber - 1) + " are gone");
      }
      share.state = share.state.apply(event.get());
      share.last = sequenceNumber;
    }
    visitor.event(id, sequenceNumber, event.get(), row.getBytes(4));
  }

  private <T> Optional<T> parse(
      String what, String id, long sequenceNumber, ResultSet row, Class<T> type)
      throws SQLException {
    try {
      return Optional.of(type.cast(serializer.fromBinary(row.getBytes(4), row.getString(3))));
    } catch (NotSerializableException | UncheckedIOException | ClassCastException wrong) {
      Throwable cause = wrong.getCause() == null ? wrong : wrong.getCause();
      problem(id + ": " + what + " " + sequenceNumber + " cannot be read: " + cause.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Share> share(String id) {
    Optional<Integer> partition = partition(id);
    if (partition.isEmpty()) {
      problem(id + ": no partition of the block journal");
    }
    return partition.map(number -> shares.computeIfAbsent(id, any -> new Share(number)));
  }

  private static JournaledBlocks state(int partition, PartitionSnapshot snapshot) {
    return isActions(partition)
        ? ActionState.of(partition, snapshot)
        : PartitionState.of(partition, snapshot);
  }

  private static boolean isActions(int partition) {
    return partition == ActionJournal.PARTITION;
  }

  private static Optional<Integer> partition(String id) {
    String number = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : "";
    return number.matches("[0-9]")
        ? Optional.of(Integer.valueOf(number))
            .filter(each -> each < Lanes.PARTITIONS || isActions(each))
        : Optional.empty();
  }

  private void problem(String text) {
    problemCount++;
    if (problems.size() < PROBLEMS_MAX) {
      problems.add(Bounds.cut(text));
    }
  }
}
