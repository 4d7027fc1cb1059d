package io.threatlockdown.core.suite;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.rule.Correlation;
import io.threatlockdown.core.rule.Rule;
import io.threatlockdown.core.rule.RuleSet;
import io.threatlockdown.core.suite.SuiteCase.Answer;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The cases of a suite in Wazuh's {@code .ini} format, to be held against a ruleset. */
public final class Suite {
  /** What Wazuh's logtest says its lines are from. */
  private static final String LOCATION = "stdin";

  private final List<SuiteCase> cases;
  private final Acceptance acceptance;

  private Suite(List<SuiteCase> cases, Acceptance acceptance) {
    this.cases = List.copyOf(cases);
    this.acceptance = acceptance;
  }

  /** A case that did not pass, and what its last line gave instead. */
  public record Failure(SuiteCase failed, Answer got) {}

  /**
   * Reads a suite as the runner of that flavour does. A line that makes no sense is an error that
   * names file and line, and is left out.
   */
  public static Suite read(ConfigFile file, RulesetFlavour flavour, Consumer<Problem> problems) {
    Acceptance acceptance =
        switch (flavour) {
          case WAZUH -> Acceptance.WAZUH;
          case OSSEC -> Acceptance.OSSEC;
        };
    return new Suite(SuiteReader.read(file, acceptance, problems), acceptance);
  }

  /** Returns the cases in order. */
  public List<SuiteCase> cases() {
    return cases;
  }

  /**
   * Runs each case in a session of its own and returns those that do not pass.
   *
   * @param now when all lines arrive
   */
  public List<Failure> failures(Decoders decoders, RuleSet rules, Instant now) {
    List<Failure> failures = new ArrayList<>();
    for (SuiteCase one : cases) {
      Answer got = lastOf(one.lines(), decoders, rules, now);
      if (!acceptance.passes(one, got)) {
        failures.add(new Failure(one, got));
      }
    }
    return failures;
  }

  private static Answer lastOf(List<String> lines, Decoders decoders, RuleSet rules, Instant now) {
    ReportingHost host = ReportingHost.local("manager");
    Correlation memory = rules.correlation(() -> 1);
    Answer last = Answer.NONE;
    for (String line : lines) {
      Event event = decoders.decode(LogLine.log(line, LOCATION, host, now));
      Optional<Rule> rule = rules.evaluate(event, now, memory).rule();
      last =
          new Answer(
              rule.map(matched -> String.valueOf(matched.id())).orElse(""),
              rule.map(matched -> String.valueOf(matched.level())).orElse(""),
              event.decoderName().orElse(""));
    }
    return last;
  }
}
