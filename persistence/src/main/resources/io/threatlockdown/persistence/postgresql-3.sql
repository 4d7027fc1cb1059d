-- Version 3: a snapshot says how many parts it has, its head included. Older ones have had the last
-- part that is there.
ALTER TABLE snapshot ADD COLUMN parts INTEGER NOT NULL DEFAULT 1;
UPDATE snapshot SET parts = 1 + (
  SELECT coalesce(max(p.part), 0) FROM snapshot_part p
  WHERE p.persistence_id = snapshot.persistence_id AND p.sequence_number = snapshot.sequence_number
);
