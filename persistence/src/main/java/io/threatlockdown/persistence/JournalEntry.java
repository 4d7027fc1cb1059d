package io.threatlockdown.persistence;

/**
 * One fact of the journal, to be handed out.
 *
 * @param partition the partition's persistence id
 * @param sequenceNumber of the event that holds it
 * @param json the fact as a JSON object; instants are microseconds since 1970 in UTC, durations
 *     microseconds
 */
public record JournalEntry(String partition, long sequenceNumber, String json) {}
