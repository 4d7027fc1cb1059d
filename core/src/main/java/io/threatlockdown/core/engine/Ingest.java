package io.threatlockdown.core.engine;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.rule.RuleSet;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** How log lines are handed in for analysis. */
public interface Ingest {

  /** Everything the intake accepts. */
  sealed interface Command permits Submit, UseRuleset {}

  /**
   * Analyse these lines, in order for each reporting host. Answered when every block order they
   * gave rise to is in the journal; one submission under way at a time per source keeps order and
   * makes a slow journal slow the source.
   *
   * @param lines at most {@link #LINES_MAX}
   */
  record Submit(List<LogLine> lines, ActorRef<Analysed> replyTo) implements Command {
    public Submit {
      lines = List.copyOf(lines);
      if (lines.size() > LINES_MAX) {
        throw new IllegalArgumentException(
            "at most " + LINES_MAX + " lines a submission: was " + lines.size());
      }
    }
  }

  /**
   * Analyse by another ruleset. No line is missed or analysed twice: those submitted later go by
   * the new one, for every reporting host, those submitted before by the old one unless they are
   * the first of their host. What rules that say the same in both have counted stays.
   *
   * @param replyTo told once the order is given, that is: what is submitted now goes by the new one
   */
  record UseRuleset(Decoders decoders, RuleSet ruleSet, ActorRef<Done> replyTo)
      implements Command {}

  /** The most lines in one submission. */
  int LINES_MAX = 10_000;

  /**
   * What became of a submission.
   *
   * @param lines how many were analysed
   * @param alerts how many alerts they raised
   * @param blocks how many blocks they began or extended, all in the journal
   * @param refused how many orders the journal refused
   */
  record Analysed(int lines, int alerts, int blocks, int refused) {
    /** There was nothing to analyse. */
    public static final Analysed NOTHING = new Analysed(0, 0, 0, 0);

    /** Returns the sum of two. */
    public Analysed plus(Analysed other) {
      return new Analysed(
          lines + other.lines,
          alerts + other.alerts,
          blocks + other.blocks,
          refused + other.refused);
    }
  }
}
