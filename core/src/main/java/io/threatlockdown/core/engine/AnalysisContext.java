package io.threatlockdown.core.engine;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.offender.Offenders;
import io.threatlockdown.core.rule.MemoryBudget;
import io.threatlockdown.core.rule.RuleSet;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the analysis of every reporting host needs, the same for all.
 *
 * @param alertNumbers gives each alert another number; asked from several threads
 * @param memory what all hosts may remember together
 * @param alerts where alerts are written
 * @param offenders who is told of them
 * @param watch hears what became of the lines
 */
public record AnalysisContext(
    Decoders decoders,
    RuleSet ruleSet,
    Clock clock,
    LongSupplier alertNumbers,
    MemoryBudget memory,
    AlertSink alerts,
    ActorRef<Offenders.Command> offenders,
    ActorRef<Watch.Command> watch) {
  /** Returns the same with another ruleset. */
  AnalysisContext with(Decoders otherDecoders, RuleSet otherRuleSet) {
    return new AnalysisContext(
        otherDecoders, otherRuleSet, clock, alertNumbers, memory, alerts, offenders, watch);
  }
}
