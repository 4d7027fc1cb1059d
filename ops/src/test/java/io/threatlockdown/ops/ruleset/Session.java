package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LineKind;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.rule.Correlation;
import io.threatlockdown.core.rule.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A ruleset with a memory, as one reporting host has it. */
final class Session {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private static final ReportingHost WEB = ReportingHost.local("web1");
  private static final String SYSCHECK = "syscheck ";

  /** What came of a line. */
  record Outcome(Event event, Verdict verdict) {
    Optional<String> sourceIp() {
      return event.field(StaticField.SRCIP);
    }

    String rule() {
      return verdict.rule().map(rule -> Integer.toString(rule.id())).orElse("-");
    }

    String level() {
      return verdict.rule().map(rule -> Integer.toString(rule.level())).orElse("-");
    }

    String decoder() {
      return event.decoderName().orElse("-");
    }
  }

  private final LoadedRuleset ruleset;
  private final Correlation memory;

  Session(LoadedRuleset ruleset) {
    this.ruleset = ruleset;
    this.memory = ruleset.rules().correlation(() -> 1);
  }

  /** Runs lines, all at noon, and returns what came of the last. */
  Outcome run(List<String> lines) {
    Outcome last = run(lines.get(0));
    for (String line : lines.subList(1, lines.size())) {
      last = run(line);
    }
    return last;
  }

  Outcome run(String line) {
    Event event = ruleset.decoders().decode(logLine(line));
    return new Outcome(event, ruleset.rules().evaluate(event, NOON, memory));
  }

  static LogLine logLine(String line) {
    return line.startsWith(SYSCHECK)
        ? new LogLine(line.substring(SYSCHECK.length()), "syscheck", LineKind.SYSCHECK, WEB, NOON)
        : LogLine.log(line, "stdin", WEB, NOON);
  }
}
