package io.threatlockdown.ops.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.expression.PatternException;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.ActiveResponse.Place;
import io.threatlockdown.core.response.Decay;
import io.threatlockdown.core.response.Ladder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads {@code responses.ladders}: which responses are steps of which ladder, and for whom. */
final class LadderKeys {
  /** The most ladders. */
  static final int LADDERS_MAX = 32;

  /** The keys of a ladder, which the reference explains, with defaults or what may stand there. */
  static final Config DEFAULTS =
      ConfigFactory.parseString(
          "{ name = \"\", replaces = [], rules-id = [], level = 1, group = \"\","
              + " location = local, climb-after = 1m, decay = 7d, steps = [] }");

  private static final String NAME = "[a-z0-9-]{1,32}";

  private final KeyReader keys;
  private final OssecConf ossec;
  private final LadderSteps steps;
  private final Set<String> names = new HashSet<>();

  /**
   * @param ossec what ossec.conf says
   * @param ownPrograms file names of programs that are run although this process could stand in
   */
  LadderKeys(KeyReader keys, OssecConf ossec, Set<String> ownPrograms) {
    this.keys = keys;
    this.ossec = ossec;
    this.steps = new LadderSteps(ossec, ownPrograms);
  }

  /**
   * Returns the responses of ossec.conf, ladders in the place of those that they replace, and
   * behind them the ladders that name rules themselves.
   */
  List<ActiveResponse> responses() {
    List<ActiveResponse> responses = new ArrayList<>(ossec.responses());
    List<KeyReader> sections = keys.sections("responses.ladders", DEFAULTS);
    if (sections.size() > LADDERS_MAX) {
      keys.wrong("responses.ladders", "at most " + LADDERS_MAX + " ladders");
    }
    for (KeyReader section : sections) {
      ladder(section).ifPresent(ladder -> bind(section, ladder, responses));
    }
    return List.copyOf(responses);
  }

  private Optional<Ladder> ladder(KeyReader section) {
    String name = section.text("name");
    if (!name.matches(NAME)) {
      section.wrong("name", "1 to 32 of a-z, 0-9 and -");
    } else if (!names.add(name)) {
      section.wrong("name", "a name that no other ladder has");
    }
    return steps
        .read(section)
        .map(
            read ->
                new Ladder(
                    name,
                    read,
                    section.duration("climb-after"),
                    new Decay(section.duration("decay"))));
  }

  private void bind(KeyReader section, Ladder ladder, List<ActiveResponse> responses) {
    for (String replaced : section.texts("replaces")) {
      replace(section, ladder, replaced, responses);
    }
    boolean own = section.has("rules-id") || section.has("level") || section.has("group");
    if (own) {
      responses.add(bound(section, ladder));
    } else if (section.texts("replaces").isEmpty()) {
      section.wrong(
          "replaces", "a name, unless rules-id, level or group say which alerts lead here");
    }
  }

  private void replace(
      KeyReader section, Ladder ladder, String replaced, List<ActiveResponse> responses) {
    boolean found = false;
    for (int i = 0; i < ossec.responses().size(); i++) {
      ActiveResponse response = responses.get(i);
      if (response.name().equals(replaced) || response.command().name().equals(replaced)) {
        found = true;
        if (response.ladder().isPresent()) {
          section.wrong("replaces", "responses that no other ladder replaces");
        }
        responses.set(i, response.on(ladder));
      }
    }
    if (!found) {
      section.wrong(
          "replaces",
          "names of active responses of ossec.conf, or of their commands, which are "
              + ossec.responses().stream().map(ActiveResponse::name).distinct().toList());
    }
  }

  private static ActiveResponse bound(KeyReader section, Ladder ladder) {
    int level = section.has("level") ? section.number("level", 1, 16) : 0;
    return new ActiveResponse(
        ladder.step(1).command(),
        section.text("location"),
        places(section),
        Optional.empty(),
        Set.copyOf(section.numbers("rules-id", 1, 999_999)),
        level == 0 ? OptionalInt.empty() : OptionalInt.of(level),
        group(section),
        Optional.of(ladder.step(1).lasts()),
        Optional.of(ladder));
  }

  private static Set<Place> places(KeyReader section) {
    return switch (section.text("location")) {
      case "local" -> Set.of(Place.LOCAL);
      case "server" -> Set.of(Place.SERVER);
      case "all" -> Set.of(Place.ALL);
      default -> {
        section.wrong("location", "local, server, all");
        yield Set.of(Place.LOCAL);
      }
    };
  }

  private static Optional<Expression> group(KeyReader section) {
    String text = section.text("group");
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(Expressions.compile(Flavour.OS_REGEX, text));
    } catch (PatternException wrong) {
      section.wrong("group", "a pattern as in <rules_group>: " + wrong.getMessage());
      return Optional.empty();
    }
  }
}
