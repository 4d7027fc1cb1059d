package io.threatlockdown.ops.e2e;

/** Where the service dies, in the order of a block's life. */
enum CrashPoint {
  /** The order has reached the journal, which has not seen it. */
  BEFORE_JOURNAL,
  /** The order is on disk, the kernel knows nothing. */
  BEFORE_FIREWALL,
  /** The kernel drops, the journal has not heard of it. */
  BEFORE_OUTCOME,
  /** A release is under way, the kernel still drops. */
  BEFORE_UNBLOCK,
  /** The kernel has let go, the journal has not heard of it. */
  AFTER_UNBLOCK
}
