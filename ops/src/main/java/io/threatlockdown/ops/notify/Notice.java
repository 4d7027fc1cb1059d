package io.threatlockdown.ops.notify;

/** Something worth telling. */
interface Notice {
  /** Returns a few words by which it is counted with its like. */
  String label();

  /** Returns what is sent if it is told by itself. */
  Message message();
}
