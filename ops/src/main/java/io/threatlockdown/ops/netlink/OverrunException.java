package io.threatlockdown.ops.netlink;

/** The kernel had more to tell than was read in time, and dropped some of it. */
public final class OverrunException extends Exception {
  private static final long serialVersionUID = 1L;

  OverrunException() {
    super("messages of the kernel were lost");
  }
}
