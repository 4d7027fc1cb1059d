package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * All that rules remember of one reporting host: the events they count, timers, first times, last
 * outputs. Owned by one thread. Every part has a limit; what is forgotten for it is counted. Made
 * by {@link RuleSet#correlation}, for that ruleset only until another takes it over.
 */
public final class Correlation {
  /** The most outputs kept for {@code check_diff}, one for each rule and host name. */
  static final int OUTPUTS_MAX = 128;

  /** The most combinations of values kept for {@code <ignore>}. */
  static final int IGNORED_MAX = 4096;

  private record Output(int ruleId, String hostname) {}

  private final LongSupplier alertNumbers;
  private final MemoryBudget budget;
  private final FirstSeen firstSeen = new FirstSeen();
  private final Accumulation accumulation = new Accumulation();
  private final KnownStates states = new KnownStates();
  private final IntCounts firedTimes = new IntCounts();
  private final Map<Integer, Long> silentSince = new HashMap<>();
  private final BoundedMap<Output, String> outputs = new BoundedMap<>(OUTPUTS_MAX);
  private final BoundedMap<List<String>, Boolean> ignored = new BoundedMap<>(IGNORED_MAX);

  private RuleSet owner;
  private EventMemory events;

  Correlation(RuleSet owner, Feeds feeds, LongSupplier alertNumbers, MemoryBudget budget) {
    this.owner = owner;
    this.alertNumbers = alertNumbers;
    this.budget = budget;
    this.events = new EventMemory(feeds, budget);
    budget.join();
  }

  /** Gives up the oldest events until it has no more of an exceeded budget than its fair part. */
  public void shrink(Instant now) {
    events.shrink(now.getEpochSecond());
  }

  /** Gives back what it has of the budget. It must not be used any more. */
  public void close() {
    events.close();
    budget.leave();
  }

  /** Goes on as the memory of another ruleset, without what its rules do not share. */
  void moveTo(RuleSet successor, Feeds feeds) {
    RuleSet before = owner;
    firedTimes.removeIf(id -> !successor.hasUnchanged(id, before));
    silentSince.keySet().removeIf(id -> !successor.hasUnchanged(id, before));
    outputs.removeIf(output -> !successor.hasUnchanged(output.ruleId(), before));
    events = events.continuedBy(feeds, successor.continuing(before));
    owner = successor;
  }

  /** Returns how many events are remembered for rules that count. */
  public int rememberedEvents() {
    return events.size();
  }

  /** Returns how much was forgotten early because a limit was reached. */
  public long evictions() {
    return events.evictions()
        + firstSeen.evictions()
        + accumulation.evictions()
        + states.evictions()
        + outputs.evictions()
        + ignored.evictions();
  }

  boolean belongsTo(RuleSet ruleSet) {
    return owner == ruleSet;
  }

  EventMemory events() {
    return events;
  }

  Accumulation accumulation() {
    return accumulation;
  }

  KnownStates states() {
    return states;
  }

  FirstSeen firstSeen() {
    return firstSeen;
  }

  /** Returns the id of the next alert: {@code epochSeconds.number}. */
  String nextAlertId(Instant at) {
    return at.getEpochSecond() + "." + alertNumbers.getAsLong();
  }

  void countFired(RuleDefinition rule) {
    firedTimes.increment(rule.id());
  }

  int firedTimes(RuleDefinition rule) {
    return firedTimes.of(rule.id());
  }

  /** Whether the rule keeps silent for an earlier alert; otherwise its silence starts now. */
  boolean keepsSilent(RuleDefinition rule, Instant now) {
    if (rule.ignoreSeconds() == 0) {
      return false;
    }
    long second = now.getEpochSecond();
    Long since = silentSince.get(rule.id());
    // A clock that was set back must not prolong the silence, hence the first comparison.
    if (since != null && second >= since && second - since < rule.ignoreSeconds()) {
      return true;
    }
    silentSince.put(rule.id(), second);
    return false;
  }

  /** Whether an {@code <ignore>} was set for the values that this rule checks. */
  boolean ignores(RuleDefinition rule, Event event) {
    return !rule.ignoreChecks().isEmpty()
        && ignored.contains(ignoreLine(rule.ignoreChecks(), event));
  }

  void addIgnored(RuleDefinition rule, Event event) {
    if (!rule.ignoreAdds().isEmpty()) {
      Optional<Boolean> known = ignored.put(ignoreLine(rule.ignoreAdds(), event), Boolean.TRUE);
      assert known.isEmpty() || known.get();
    }
  }

  /** Stores the log as the host's last output for the rule; returns the one before. */
  Optional<String> replaceOutput(int ruleId, Event event) {
    return outputs.put(new Output(ruleId, event.hostname().orElse("")), event.log());
  }

  private static List<String> ignoreLine(List<RuleDefinition.IgnoreField> fields, Event event) {
    return fields.stream()
        .map(field -> field.name() + ' ' + field.subject().of(event).orElse(""))
        .toList();
  }
}
