package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.rule.Alert;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * That a login succeeded, which no client can pretend: the daemon is one whose messages begin with
 * its own words and whose address trusted decoders find, and the rule says so too. Rules alone do
 * not do: some match words that a client may have a daemon repeat.
 *
 * @param source what the daemon saw
 * @param user the account; empty if the event does not name it
 */
record GoodLogin(SourceAddress source, String user) {
  private static final String GROUP = "authentication_success";

  /** OpenSSH: {@code Accepted METHOD for USER from ADDRESS port N}. */
  private static final Pattern SSHD_PROGRAM = Pattern.compile("sshd(-session|-auth)?");

  private static final Pattern SSHD = Pattern.compile("Accepted [a-z0-9/@._-]{1,40} for ");

  /** Dropbear: {@code Password auth succeeded for 'USER' from ADDRESS:N}. */
  private static final Pattern DROPBEAR =
      Pattern.compile(
          "(\\[\\d+\\] \\w{3} [ \\d]\\d [\\d:]{8} )?([Pp]assword|[Pp]ubkey) auth succeeded for ");

  /** Returns the login that an alert is about; empty if it is about none. */
  static Optional<GoodLogin> of(Alert alert) {
    Event event = alert.event();
    if (!alert.rule().groups().contains(GROUP) || !isLogin(event)) {
      return Optional.empty();
    }
    String user =
        event.field(StaticField.DSTUSER).or(() -> event.field(StaticField.SRCUSER)).orElse("");
    return event.source().map(source -> new GoodLogin(source, user));
  }

  private static boolean isLogin(Event event) {
    String program = event.programName().orElse("");
    return SSHD_PROGRAM.matcher(program).matches()
        ? SSHD.matcher(event.log()).lookingAt()
        : program.equals("dropbear") && DROPBEAR.matcher(event.log()).lookingAt();
  }
}
