-- The tables of pekko-persistence-jdbc 1.1 in PostgreSQL's types. Version 1; a change is a new file.
CREATE TABLE threatlockdown_journal (
  version INTEGER PRIMARY KEY,
  since TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE TABLE event_journal (
  ordering BIGSERIAL UNIQUE,
  deleted BOOLEAN DEFAULT FALSE NOT NULL,
  persistence_id VARCHAR(255) NOT NULL,
  sequence_number BIGINT NOT NULL,
  writer VARCHAR(255) NOT NULL,
  write_timestamp BIGINT,
  adapter_manifest VARCHAR(255),
  event_payload BYTEA NOT NULL,
  event_ser_id INTEGER NOT NULL,
  event_ser_manifest VARCHAR(255),
  meta_payload BYTEA,
  meta_ser_id INTEGER,
  meta_ser_manifest VARCHAR(255),
  PRIMARY KEY (persistence_id, sequence_number)
);
CREATE TABLE event_tag (
  event_id BIGINT NOT NULL REFERENCES event_journal (ordering) ON DELETE CASCADE,
  tag VARCHAR(255) NOT NULL,
  PRIMARY KEY (event_id, tag)
);
CREATE TABLE snapshot (
  persistence_id VARCHAR(255) NOT NULL,
  sequence_number BIGINT NOT NULL,
  created BIGINT NOT NULL,
  snapshot_ser_id INTEGER NOT NULL,
  snapshot_ser_manifest VARCHAR(255) NOT NULL,
  snapshot_payload BYTEA NOT NULL,
  meta_ser_id INTEGER,
  meta_ser_manifest VARCHAR(255),
  meta_payload BYTEA,
  PRIMARY KEY (persistence_id, sequence_number)
);
