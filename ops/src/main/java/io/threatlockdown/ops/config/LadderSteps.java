package io.threatlockdown.ops.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.BuiltIn;
import io.threatlockdown.core.response.CommandDefinition;
import io.threatlockdown.core.response.Ladder;
import io.threatlockdown.core.response.Ladder.Networks;
import io.threatlockdown.core.response.Ladder.Step;
import io.threatlockdown.core.response.Subject;
import io.threatlockdown.ops.builtin.LimitCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the steps of a ladder. */
final class LadderSteps {
  /** The keys of a step, which the reference explains, with defaults or what may stand there. */
  static final Config DEFAULTS =
      ConfigFactory.parseString(
          "{ response = \"\", extra-args = [], duration = 10m, from-offence = 1, from-level = 1,"
              + " ipv4-prefix-length = 32, ipv6-prefix-length = 64 }");

  private static final int OFFENCE_MAX = 1_000;

  private final OssecConf ossec;
  private final Set<String> ownPrograms;

  LadderSteps(OssecConf ossec, Set<String> ownPrograms) {
    this.ossec = ossec;
    this.ownPrograms = Set.copyOf(ownPrograms);
  }

  /** Returns the steps; empty if there is none that can be used, which is complained of. */
  Optional<List<Step>> read(KeyReader ladder) {
    List<KeyReader> sections = ladder.sections("steps", DEFAULTS);
    if (sections.isEmpty() || sections.size() > Ladder.STEPS_MAX) {
      ladder.wrong("steps", "a list of 1 to " + Ladder.STEPS_MAX + " steps");
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    int offence = 0;
    int level = 0;
    for (KeyReader section : sections) {
      OptionalInt fromLevel = fromLevel(section, level);
      OptionalInt fromOffence = fromOffence(section, offence, fromLevel);
      offence = fromOffence.orElse(offence);
      level = fromLevel.orElse(level);
      Optional<CommandDefinition> command = command(section);
      if (command.isEmpty()) {
        return Optional.empty();
      }
      if (!section.has("duration")) {
        section.wrong("duration", "a positive duration such as 90s, 10m, 4h or 7d");
      }
      steps.add(
          new Step(
              command.get(),
              section.duration("duration"),
              fromOffence,
              fromLevel,
              networks(section, command.get())));
    }
    return Optional.of(steps);
  }

  /** The first step is for the first offence; the others, unless they say so, for one more each. */
  private static OptionalInt fromOffence(KeyReader section, int before, OptionalInt fromLevel) {
    if (!section.has("from-offence")) {
      boolean byLevel = fromLevel.isPresent() && before > 0;
      return byLevel ? OptionalInt.empty() : OptionalInt.of(before + 1);
    }
    int offence = section.number("from-offence", 1, OFFENCE_MAX);
    if (before == 0 && offence != 1) {
      section.wrong("from-offence", "1 for the first step: each offence leads to a step");
    } else if (offence <= before) {
      section.wrong("from-offence", "more than " + before + ", that of a step before");
    }
    return OptionalInt.of(offence);
  }

  private static OptionalInt fromLevel(KeyReader section, int before) {
    if (!section.has("from-level")) {
      return OptionalInt.empty();
    }
    int level = section.number("from-level", 1, 16);
    if (level < before) {
      section.wrong("from-level", "at least " + before + ", that of a step before");
    }
    return OptionalInt.of(level);
  }

  private Optional<CommandDefinition> command(KeyReader section) {
    String name = section.text("response");
    List<String> extraArgs = section.texts("extra-args");
    Optional<CommandDefinition> command =
        ossec.commands().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .map(each -> section.has("extra-args") ? with(each, extraArgs) : each)
            .or(() -> known(name, extraArgs));
    if (command.filter(LadderSteps::isUsable).isEmpty()) {
      section.wrong(
          "response",
          "firewall-drop, throttle, drop-port, host-deny, route-null, firewalld-drop,"
              + " ip-customblock, or a <command> of ossec.conf about source addresses that has"
              + " <timeout_allowed>yes</timeout_allowed>");
      return Optional.empty();
    }
    command
        .filter(each -> each.means().equals(Optional.of(Means.BUILT_IN)))
        .flatMap(each -> LimitCheck.problem(each.executable(), each.extraArgs()))
        .ifPresent(wrong -> section.wrong("extra-args", wrong));
    return command;
  }

  private static CommandDefinition with(CommandDefinition command, List<String> extraArgs) {
    return new CommandDefinition(
        command.name(),
        command.executable(),
        command.timeoutAllowed(),
        extraArgs,
        command.means(),
        command.subject());
  }

  private Optional<CommandDefinition> known(String name, List<String> extraArgs) {
    boolean own = ownPrograms.contains(name);
    if (BuiltIn.isDrop(name) && !own) {
      return Optional.of(new CommandDefinition(name, name, true, extraArgs));
    }
    return BuiltIn.of(name)
        .map(
            builtIn ->
                new CommandDefinition(
                    name,
                    name,
                    true,
                    extraArgs,
                    Optional.of(own ? Means.PROGRAM : Means.BUILT_IN),
                    own ? Subject.TOLD : builtIn.subject()));
  }

  private static boolean isUsable(CommandDefinition command) {
    boolean aboutSource = command.subject() == Subject.ADDRESS || command.subject() == Subject.TOLD;
    return aboutSource && command.timeoutAllowed();
  }

  private static Optional<Networks> networks(KeyReader section, CommandDefinition command) {
    if (!section.has("ipv4-prefix-length") && !section.has("ipv6-prefix-length")) {
      return Optional.empty();
    }
    if (command.means().isPresent()) {
      String key = section.has("ipv4-prefix-length") ? "ipv4-prefix-length" : "ipv6-prefix-length";
      section.wrong(key, "no such key: only firewall-drop is about networks");
    }
    return Optional.of(
        new Networks(
            section.number("ipv4-prefix-length", 8, 32),
            section.number("ipv6-prefix-length", 16, 128)));
  }
}
