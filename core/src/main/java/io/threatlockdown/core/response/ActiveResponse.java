package io.threatlockdown.core.response;

import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.rule.Rule;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An {@code <active-response>} block of ossec.conf: which alerts run which command, where, and for
 * how long (spec AR §1.3, §2.1).
 *
 * @param location the element's words, such as {@code local}
 * @param places what they mean
 * @param agentId the agent for {@link Place#DEFINED_AGENT}
 * @param ruleIds rules that call for it by id
 * @param level the lowest level that calls for it; empty if not asked
 * @param group searched in the rule's group string; empty if not asked
 * @param timeout how long it lasts; empty: until undone by hand
 * @param ladder whose steps are taken in its place; empty: it is what is done
 */
public record ActiveResponse(
    CommandDefinition command,
    String location,
    Set<Place> places,
    Optional<String> agentId,
    Set<Integer> ruleIds,
    OptionalInt level,
    Optional<Expression> group,
    Optional<Duration> timeout,
    Optional<Ladder> ladder) {

  /** Where a response is executed. */
  public enum Place {
    SERVER,
    LOCAL,
    DEFINED_AGENT,
    ALL
  }

  public ActiveResponse {
    places = Set.copyOf(places);
    ruleIds = Set.copyOf(ruleIds);
  }

  /** Returns a response without a ladder. */
  public ActiveResponse(
      CommandDefinition command,
      String location,
      Set<Place> places,
      Optional<String> agentId,
      Set<Integer> ruleIds,
      OptionalInt level,
      Optional<Expression> group,
      Optional<Duration> timeout) {
    this(command, location, places, agentId, ruleIds, level, group, timeout, Optional.empty());
  }

  /** Returns the name in ar.conf and the API: command name and timeout in seconds. */
  public String name() {
    return command.name() + timeout.map(Duration::toSeconds).orElse(0L);
  }

  /** Returns the same response, carried out by other means. */
  public ActiveResponse by(Action.Means means) {
    return new ActiveResponse(
        command.by(means), location, places, agentId, ruleIds, level, group, timeout, ladder);
  }

  /** Returns the same response, in whose place the steps of a ladder are taken. */
  public ActiveResponse on(Ladder steps) {
    return new ActiveResponse(
        command, location, places, agentId, ruleIds, level, group, timeout, Optional.of(steps));
  }

  /** Returns the response that its ladder begins with; itself if it has none. */
  public ActiveResponse first() {
    return ladder.map(steps -> at(steps.step(1))).orElse(this);
  }

  /** Returns the response that a step of its ladder is. */
  public ActiveResponse at(Ladder.Step step) {
    return new ActiveResponse(
        step.command(),
        location,
        places,
        agentId,
        ruleIds,
        level,
        group,
        Optional.of(step.lasts()),
        Optional.empty());
  }

  /**
   * Whether an alert of this rule calls for it: its id is listed, or it satisfies both the level
   * and the group as far as they are given. Never for level 0 or a rule with {@code no_ar}.
   */
  public boolean boundTo(Rule rule) {
    if (rule.level() == 0 || rule.options().contains(Rule.Option.NO_AR)) {
      return false;
    }
    if (ruleIds.contains(rule.id())) {
      return true;
    }
    return (level.isPresent() || group.isPresent())
        && (level.isEmpty() || rule.level() >= level.getAsInt())
        && (group.isEmpty() || group.get().matches(rule.groupText()));
  }
}
