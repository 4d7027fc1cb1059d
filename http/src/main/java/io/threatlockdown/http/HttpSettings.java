package io.threatlockdown.http;

import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.Enforcement;
import io.threatlockdown.core.response.FileCopies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where and for whom the API is served.
 *
 * @param host a loopback address, or the name localhost for 127.0.0.1; no name server is asked
 * @param port 0 to 65535; 0 lets the kernel choose
 * @param token what clients must show, probes excepted
 * @param localHost whom lines belong to that name no agent
 * @param enforcement whether blocks are enforced; and what clients may confirm
 * @param files copies of files, which clients may have taken anew
 */
public record HttpSettings(
    String host,
    int port,
    Token token,
    ReportingHost localHost,
    Enforcement enforcement,
    FileCopies files) {
  /**
   * Checks all of it.
   *
   * @throws NotLoopbackException if the host is not a loopback address
   */
  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535: was " + port);
    }
    requireLoopback(host);
  }

  /**
   * Checks a host before anything is started.
   *
   * @throws NotLoopbackException if the host is not a loopback address
   */
  public static void requireLoopback(String host) {
    if (!loopback(host).isLoopbackAddress()) {
      throw new NotLoopbackException(
          "cannot listen on "
              + host
              + ": only loopback addresses are allowed, such as 127.0.0.1 or ::1, because there is"
              + " no TLS yet");
    }
  }

  /** Returns the address to listen on. */
  InetSocketAddress address() {
    return new InetSocketAddress(loopback(host), port);
  }

  private static InetAddress loopback(String host) {
    SourceAddress address =
        SourceAddress.parse(host.equals("localhost") ? "127.0.0.1" : host)
            .orElseThrow(
                () ->
                    new NotLoopbackException(
                        "cannot listen on "
                            + host
                            + ": allowed are loopback addresses, such as 127.0.0.1 or ::1, and"
                            + " localhost"));
    try {
      return InetAddress.getByAddress(address.bytes());
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException(wrongLength);
    }
  }
}
