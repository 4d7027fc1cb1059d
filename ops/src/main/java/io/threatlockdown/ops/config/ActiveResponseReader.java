package io.threatlockdown.ops.config;

import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.ActiveResponse.Place;
import io.threatlockdown.core.response.CommandDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the {@code <active-response>} sections (spec AR §1.3, §1.4). Where Wazuh would go on with
 * another meaning than the file suggests, it warns; where a block would silently become permanent,
 * it refuses.
 */
final class ActiveResponseReader {
  /** The highest level a block may name (Wazuh's). Rules go to 16. */
  static final int LEVEL_MAX = 20;

  private static final List<String> AGENT_ELEMENTS =
      List.of("disabled", "repeated_offenders", "ca_store", "ca_verification");

  private static final List<String> ELEMENTS =
      List.of(
          "command",
          "location",
          "agent_id",
          "rules_id",
          "rules_group",
          "level",
          "timeout",
          "disabled",
          "repeated_offenders",
          "ca_store");

  private final CommandReader commands;
  private final boolean agent;
  private final List<ActiveResponse> responses = new ArrayList<>();
  private Optional<List<Duration>> repeatedOffenders = Optional.empty();

  /**
   * Looks up commands as they have been read by then.
   *
   * @param agent whether the file is an agent's, where blocks bind no rules
   */
  ActiveResponseReader(CommandReader commands, boolean agent) {
    this.commands = commands;
    this.agent = agent;
  }

  List<ActiveResponse> responses() {
    return List.copyOf(responses);
  }

  List<Duration> repeatedOffenders() {
    return repeatedOffenders.orElse(List.of());
  }

  void read(ConfElement section) {
    if (agent && section.children().stream().allMatch(c -> AGENT_ELEMENTS.contains(c.name()))) {
      readAgentBlock(section);
      return;
    }
    Scalars given = section.scalars(ELEMENTS);
    Optional<ConfElement> repeated = given.find("repeated_offenders");
    repeated.ifPresent(this::repeated);
    if (given.find("disabled").map(ConfElement::isYes).orElse(false)) {
      section.warning("is disabled: this block is left out, all others stay");
      return;
    }
    Optional<ConfElement> command = given.filled("command");
    Optional<ConfElement> location = given.filled("location");
    if (command.isPresent() && location.isPresent()) {
      command(command.get()).ifPresent(found -> bind(section, given, found, location.get()));
    } else if (repeated.isEmpty()) {
      section.fatal("needs a <command> and a <location>");
    }
  }

  private void readAgentBlock(ConfElement section) {
    Scalars given = section.scalars(AGENT_ELEMENTS);
    given.find("repeated_offenders").ifPresent(this::repeated);
    section.warning("of an agent binds no rules; its <disabled> has no effect here");
  }

  private void repeated(ConfElement element) {
    if (repeatedOffenders.isPresent()) {
      element.warning("is given again; the first in the file counts");
    } else {
      repeatedOffenders = Optional.of(RepeatedOffenders.read(element));
    }
  }

  private Optional<CommandDefinition> command(ConfElement name) {
    Optional<CommandDefinition> command = commands.find(name.text());
    if (command.isEmpty() && commands.mentions(name.text())) {
      name.error("is " + name.shown() + ", which was left out; so is this block");
    } else if (command.isEmpty()) {
      List<String> known = commands.definitions().stream().map(CommandDefinition::name).toList();
      name.fatal("is " + name.shown() + "; allowed: a command defined above, which are " + known);
    }
    return command;
  }

  private void bind(
      ConfElement section, Scalars given, CommandDefinition command, ConfElement location) {
    Set<Place> places = ResponseConditions.places(location);
    Optional<Integer> agentId = given.find("agent_id").map(Numbers::leading);
    if (places.contains(Place.DEFINED_AGENT) && agentId.isEmpty()) {
      section.fatal("with location defined-agent needs an <agent_id>");
      return;
    }
    if (places.contains(Place.DEFINED_AGENT) && agentId.orElse(0) < 1) {
      section.warning("has an <agent_id> that names no agent; the block is left out");
      return;
    }
    if (places.isEmpty()) {
      return;
    }
    ResponseConditions conditions = ResponseConditions.read(section, given);
    if (!conditions.usable()) {
      return;
    }
    responses.add(
        new ActiveResponse(
            command,
            location.text(),
            places,
            agentId.map(id -> String.format("%03d", id)),
            conditions.ruleIds(),
            conditions.level(),
            conditions.group(),
            timeout(section, given, command)));
  }

  private static Optional<Duration> timeout(
      ConfElement section, Scalars given, CommandDefinition command) {
    Optional<ConfElement> element = given.filled("timeout");
    OptionalInt seconds = element.map(Numbers::seconds).orElse(OptionalInt.of(0));
    boolean limited = seconds.isPresent() && seconds.getAsInt() > 0;
    if (limited && !command.timeoutAllowed()) {
      section.fatal(
          "has a <timeout>, but command '"
              + command.name()
              + "' has no <timeout_allowed>yes</timeout_allowed>: it would never end");
    } else if (!limited && seconds.isPresent() && command.timeoutAllowed()) {
      section.warning("has no <timeout>: what it does lasts until it is released by hand");
    }
    return limited ? Optional.of(Duration.ofSeconds(seconds.getAsInt())) : Optional.empty();
  }
}
