package io.threatlockdown.ops.notify;

/** A way to tell somebody. Used by one thread. */
interface Channel {
  /** Returns its name in log and health. */
  String name();

  /** Sends the message; returns when the other side has taken it. */
  void send(Message message) throws UndeliveredException, InterruptedException;
}
