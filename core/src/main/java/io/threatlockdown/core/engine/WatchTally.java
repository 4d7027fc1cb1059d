package io.threatlockdown.core.engine;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LineKind;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.rule.Verdict;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** Counts the lines of a submission for the {@link Watch}. Used once. */
final class WatchTally {
  /** Decoders of login daemons, by the names that all rulesets have. */
  private static final Set<String> LOGIN_DECODERS = Set.of("sshd", "dropbear", "pam");

  /**
   * What a line about a failed login has, under whatever program's name and header. A client can
   * write it elsewhere too; that makes an alarm, and no block.
   */
  private static final List<String> LOGIN_WORDS =
      List.of(
          "Failed password for ",
          "Failed publickey for ",
          "Invalid user ",
          "authentication failure; ",
          "maximum authentication attempts exceeded ",
          "assword attempt for ",
          "ogin attempt for nonexistent user");

  private final ActorRef<Watch.Command> watch;
  private String source = "";
  private int lines;
  private int logins;
  private int unknown;

  WatchTally(ActorRef<Watch.Command> watch) {
    this.watch = watch;
  }

  /**
   * Counts a line of this host; those of agents come when the agent is connected. A watched file
   * that does not change makes no source fall silent, and what it holds is no log.
   */
  void add(LogLine line, Event event, Verdict verdict) {
    if (!line.host().isLocal() || line.kind() == LineKind.SYSCHECK) {
      return;
    }
    if (lines > 0 && !line.location().equals(source)) {
      send();
    }
    source = line.location();
    lines++;
    if (event.decoderName().isPresent() && verdict.rule().isPresent()) {
      logins += LOGIN_DECODERS.contains(event.decoderName().get()) ? 1 : 0;
    } else if (LOGIN_WORDS.stream().anyMatch(line.text()::contains)) {
      logins++;
      unknown++;
    }
  }

  /** Tells what was counted since it last told. */
  void send() {
    if (lines > 0) {
      watch.tell(new Watch.Seen(source, logins, unknown));
    }
    lines = 0;
    logins = 0;
    unknown = 0;
  }
}
