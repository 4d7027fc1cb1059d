package io.threatlockdown.core.source;

/** A file whatever its name: unique among the files that exist at one time. */
record FileId(long device, long inode) {}
