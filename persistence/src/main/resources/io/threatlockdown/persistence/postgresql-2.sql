-- Version 2: what does not go into the head of a snapshot, the row of it in the table snapshot.
CREATE TABLE snapshot_part (
  persistence_id VARCHAR(255) NOT NULL,
  sequence_number BIGINT NOT NULL,
  part INTEGER NOT NULL,
  snapshot_ser_id INTEGER NOT NULL,
  snapshot_ser_manifest VARCHAR(255) NOT NULL,
  snapshot_payload BYTEA NOT NULL,
  PRIMARY KEY (persistence_id, sequence_number, part)
);
