package io.threatlockdown.benchmarks;

import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import java.time.Instant;
import java.util.List;

/**
 * The lines that benchmarks work on: a day of sshd, sudo and cron, addresses from 198.18.0.0/15.
 */
final class SshLines {
  static final ReportingHost HOST = ReportingHost.local("victim");
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String HEADER = "Nov 24 12:00:00 victim ";

  private SshLines() {}

  /** Returns a login with a user that does not exist, which rule 5710 matches. */
  static String invalidUser(int source) {
    return HEADER + "sshd[4711]: Invalid user ghost from " + address(source) + " port 40022";
  }

  /** Returns eight lines as they come mixed in an auth.log; three of them raise an alert. */
  static List<LogLine> mixed() {
    return List.of(
        line(invalidUser(1)),
        line(
            HEADER
                + "CRON[99]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)"),
        line(
            HEADER + "sshd[4711]: Failed password for root from " + address(2) + " port 4022 ssh2"),
        line(HEADER + "sshd[4712]: Connection closed by " + address(3) + " port 4022 [preauth]"),
        line(HEADER + "sudo:   ada : TTY=pts/0 ; PWD=/home/ada ; USER=root ; COMMAND=/usr/bin/id"),
        line(
            HEADER
                + "sshd-session[4713]: Accepted publickey for ada from "
                + address(4)
                + " port 4022 ssh2"),
        line(HEADER + "systemd[1]: Started Session 12 of User ada."),
        line(HEADER + "CRON[99]: pam_unix(cron:session): session closed for user root"));
  }

  static LogLine line(String text) {
    return LogLine.log(text, "/var/log/auth.log", HOST, NOON);
  }

  private static String address(int source) {
    return "198." + (18 + (source >> 16 & 1)) + "." + (source >> 8 & 255) + "." + (source & 255);
  }
}
