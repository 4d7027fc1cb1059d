package io.threatlockdown.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Log lines and small decoder files for tests. */
final class Lines {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final ReportingHost HERE = ReportingHost.local("here");

  private Lines() {}

  static LogLine line(String text) {
    return LogLine.log(text, "/var/log/auth.log", HERE, NOON);
  }

  /** Returns decoders without a problem. */
  static Decoders decoders(String xml) {
    List<Problem> problems = new ArrayList<>();
    Decoders decoders = Decoders.read(List.of(file(xml)), problems::add);
    assertThat(problems).isEmpty();
    return decoders;
  }

  static List<Problem> problems(String xml) {
    List<Problem> problems = new ArrayList<>();
    Decoders decoders = Decoders.read(List.of(file(xml)), problems::add);
    assertThat(decoders.names()).isNotEmpty();
    return problems;
  }

  /** Returns OSSEC's decoders without a problem. */
  static Decoders ossecDecoders(String xml) {
    List<Problem> problems = new ArrayList<>();
    Decoders decoders =
        Decoders.read(RulesetFlavour.OSSEC, List.of(file(xml)), new LiteralIndex(), problems::add);
    assertThat(problems).isEmpty();
    return decoders;
  }

  static List<Problem> ossecProblems(String xml) {
    List<Problem> problems = new ArrayList<>();
    Decoders decoders =
        Decoders.read(RulesetFlavour.OSSEC, List.of(file(xml)), new LiteralIndex(), problems::add);
    assertThat(decoders.names()).contains("rootcheck");
    return problems;
  }

  static ConfigFile file(String xml) {
    return new ConfigFile("test_decoders.xml", xml);
  }

  static Event decode(String xml, String text) {
    return decoders(xml).decode(line(text));
  }
}
