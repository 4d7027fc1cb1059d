package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.expression.PlainExpression;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The walk through the rules as spec ruleset §4.3 and §4.4 tell it: every place of the grown tree
 * is asked in turn, every condition is put to the event, every stored event is looked at. What the
 * compiled {@link RuleSet} is held against.
 */
final class PlainRules {
  private final RuleTree tree;
  private final LiteralIndex noLiterals = new LiteralIndex();
  private final IdentityHashMap<Expression, PlainExpression> plain = new IdentityHashMap<>();

  private PlainRules(RuleTree tree) {
    this.tree = tree;
  }

  /** Reads rules that are all right, or are left out by the compiled ruleset too. */
  static PlainRules read(RulesetFlavour flavour, List<ConfigFile> files, List<ConfigFile> lists) {
    return new PlainRules(new RuleFiles(RuleDialect.of(flavour), lists, problem -> {}).read(files));
  }

  /** What a rule made of an event; the fields of {@link Verdict} that are not its inputs. */
  record Outcome(
      int rule,
      int level,
      String description,
      int alert,
      String alertDescription,
      int firedTimes,
      List<String> previousLogs,
      Optional<String> previousLog) {
    static final Outcome NONE = new Outcome(0, 0, "", 0, "", 0, List.of(), Optional.empty());

    static Outcome of(Verdict verdict) {
      if (verdict.rule().isEmpty()) {
        return NONE;
      }
      Rule rule = verdict.rule().get();
      Optional<Alert> alert = verdict.alert();
      return new Outcome(
          rule.id(),
          rule.level(),
          verdict.description(),
          alert.map(raised -> raised.rule().id()).orElse(0),
          alert.map(Alert::description).orElse(""),
          alert.map(Alert::firedTimes).orElse(0),
          alert.map(Alert::previousLogs).orElse(List.of()),
          alert.flatMap(Alert::previousLog));
    }
  }

  /** Returns all patterns over values of events, compiled. */
  List<Expression> patterns() {
    List<Expression> patterns = new ArrayList<>();
    for (RuleEntry entry : tree.entries()) {
      for (Condition condition : entry.definition().conditions()) {
        if (condition instanceof PatternCondition pattern) {
          patterns.add(pattern.expression());
        }
      }
    }
    return patterns;
  }

  private PlainExpression plain(Expression compiled) {
    return plain.computeIfAbsent(compiled, PlainExpression::of);
  }

  /** Returns an empty memory of one host. */
  Session session(Correlation timers) {
    return new Session(timers);
  }

  /** One host's events, one after the other. */
  final class Session {
    private final PlainMemory memory = new PlainMemory(tree);
    private final Map<Integer, Integer> firedTimes = new HashMap<>();

    /** Keeps what has no compiled form: timers, first times, last outputs. */
    private final Correlation timers;

    private Session(Correlation timers) {
      this.timers = timers;
    }

    Outcome evaluate(Event decoded, Instant now) {
      Event event = timers.accumulation().fill(decoded, now.getEpochSecond());
      Walk walk = new Walk(event, now);
      for (TreeNode root : tree.roots()) {
        if (root.entry().category() == event.category()
            && walk.eval(root, Optional.empty()).isPresent()) {
          return walk.outcome();
        }
      }
      return Outcome.NONE;
    }

    /** One event's way through the tree. */
    private final class Walk {
      private final Event event;
      private final long now;
      private final Attempt attempt;
      private int consumedBy;
      private List<String> previousLogs = List.of();
      private Optional<RuleDefinition> found = Optional.empty();
      private Optional<RuleDefinition> prevRule = Optional.empty();

      private Walk(Event event, Instant now) {
        this.event = event;
        this.now = now.getEpochSecond();
        this.attempt = new Attempt(event, now, ZoneOffset.UTC, noLiterals, timers);
      }

      private Optional<RuleDefinition> eval(TreeNode node, Optional<RuleDefinition> above) {
        RuleDefinition rule = node.entry().definition();
        for (Condition condition : rule.conditions()) {
          if (!holds(condition)) {
            return Optional.empty();
          }
        }
        for (TreeNode child : node.children()) {
          Optional<RuleDefinition> below = eval(child, Optional.of(rule));
          if (below.isPresent()) {
            return below;
          }
        }
        if (rule.silent()) {
          return Optional.empty();
        }
        firedTimes.merge(rule.id(), 1, Integer::sum);
        found = Optional.of(rule);
        prevRule = above;
        return found;
      }

      private boolean holds(Condition condition) {
        if (condition instanceof PatternCondition pattern) {
          Optional<String> value = value(pattern.subject());
          return value.isPresent()
              && plain(pattern.expression()).matches(value.get()) != pattern.negated();
        }
        if (condition instanceof FrequencyCondition frequency) {
          Optional<List<String>> fired = memory.search(frequency.composite(), event, now);
          previousLogs = fired.orElse(previousLogs);
          consumedBy = fired.isPresent() ? frequency.composite().level() : consumedBy;
          return fired.isPresent();
        }
        return condition.holds(attempt);
      }

      private Optional<String> value(Subject subject) {
        if (subject instanceof Subject.Named named) {
          return event.dynamicFields().stream()
              .filter(field -> field.name().equalsIgnoreCase(named.name()))
              .map(DynamicField::value)
              .findFirst();
        }
        return subject.of(event);
      }

      private Outcome outcome() {
        RuleDefinition rule = found.orElseThrow();
        Optional<RuleDefinition> speaker = Optional.empty();
        boolean silent = false;
        if (rule.rule().level() > 0) {
          silent = timers.keepsSilent(rule, attempt.now());
          speaker = silent ? prevRule.filter(parent -> parent.rule().level() > 0) : found;
        }
        if (speaker.isPresent() && timers.ignores(speaker.get(), event)) {
          speaker = Optional.empty();
        }
        if (speaker.isPresent()) {
          timers.addIgnored(speaker.get(), event);
          memory.store(speaker.get(), event, now, consumedBy);
        }
        boolean own = speaker.isPresent() && !silent;
        return new Outcome(
            rule.id(),
            rule.rule().level(),
            rule.description().of(event),
            speaker.map(RuleDefinition::id).orElse(0),
            speaker.map(speaking -> speaking.description().of(event)).orElse(""),
            speaker.map(speaking -> firedTimes.getOrDefault(speaking.id(), 0)).orElse(0),
            own ? previousLogs : List.of(),
            speaker.flatMap(speaking -> attempt.previousLog()));
      }
    }
  }
}
