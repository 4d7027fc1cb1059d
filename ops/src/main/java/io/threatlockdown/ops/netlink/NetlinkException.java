package io.threatlockdown.ops.netlink;

/** The kernel refused a call or a message of netlink. */
public final class NetlinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** ENOENT: what was asked for is not there. */
  public static final int MISSING = 2;

  /** EAGAIN: nothing came in time. */
  static final int AGAIN = 11;

  /** EINTR: a signal came first. */
  static final int INTERRUPTED = 4;

  /** ENOBUFS: messages were lost because they were not read in time. */
  static final int OVERRUN = 105;

  private final int number;

  NetlinkException(String what, int number) {
    super("netlink: " + what + " failed with error " + number);
    this.number = number;
  }

  /** Returns the error number of errno(3). */
  public int number() {
    return number;
  }
}
