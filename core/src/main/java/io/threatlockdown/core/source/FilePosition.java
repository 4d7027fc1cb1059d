package io.threatlockdown.core.source;

/**
 * How far a file has been read.
 *
 * @param path the name under which it is, or was, followed
 * @param offset the byte after the last line that is done with
 * @param fingerprint of the first bytes that were seen
 */
record FilePosition(String path, FileId file, long offset, Fingerprint fingerprint) {}
