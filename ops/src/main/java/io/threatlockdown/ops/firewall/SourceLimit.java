package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.SourceAddress;

/** One thing that a source may not do, or only so often. Packets beyond it are dropped. */
public sealed interface SourceLimit {
  /** Returns whose packets it is about. */
  SourceAddress source();

  /** The packets that it may send. */
  record Packets(SourceAddress source, Rate rate) implements SourceLimit {}

  /** The TCP connections that it may ask for. */
  record Connections(SourceAddress source, Rate rate) implements SourceLimit {}

  /** A port that it may not reach; as it is after port forwarding. */
  record Port(SourceAddress source, Protocol protocol, int port) implements SourceLimit {
    public Port {
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("a port is 1 to 65535: was " + port);
      }
    }
  }

  /** The protocols with ports. Lower-cased these are nft's words. */
  enum Protocol {
    TCP,
    UDP,
    SCTP
  }

  /** The units of time of a rate. Lower-cased these are nft's words. */
  enum Unit {
    SECOND,
    MINUTE,
    HOUR
  }

  /**
   * How often. As many may come at once, then one each part of the unit.
   *
   * @param count 1 to {@value #COUNT_MAX}
   */
  record Rate(int count, Unit unit) {
    /** Beyond it a limit is none. */
    public static final int COUNT_MAX = 1_000_000;

    public Rate {
      if (count < 1 || count > COUNT_MAX) {
        throw new IllegalArgumentException("a rate is 1 to " + COUNT_MAX + ": was " + count);
      }
    }
  }
}
