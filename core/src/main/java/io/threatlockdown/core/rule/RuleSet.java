package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The rules of OSSEC and Wazuh, as spec ruleset §4 says they behave. Immutable, for any thread;
 * what rules remember is in a {@link Correlation}, one for each reporting host.
 */
public final class RuleSet {
  private final RulesetFlavour flavour;
  private final Map<Category, Node> roots = new EnumMap<>(Category.class);
  private final Map<Integer, RuleDefinition> rules = new HashMap<>();
  private final LiteralIndex literals;
  private final Feeds feeds;
  private final ZoneId zone;

  private RuleSet(RulesetFlavour flavour, RuleTree tree, LiteralIndex literals, ZoneId zone) {
    this.flavour = flavour;
    Freezer freezer = new Freezer(literals);
    for (Category category : Category.values()) {
      tree.root(category).ifPresent(root -> roots.put(category, freezer.freeze(root)));
    }
    this.literals = literals;
    tree.entries().forEach(entry -> rules.put(entry.id(), entry.definition()));
    this.feeds = tree.feeds();
    this.zone = zone;
  }

  /** Reads rule files of Wazuh's flavour. */
  public static RuleSet read(
      List<ConfigFile> rules, List<ConfigFile> lists, Consumer<Problem> problems) {
    return read(RulesetFlavour.WAZUH, rules, lists, new LiteralIndex(), problems);
  }

  /**
   * Reads rule files in the order given, which is the load order. A rule that is wrong, or whose id
   * is taken, is reported and left out, the others are loaded; no text makes this fail. A rule of
   * OSSEC below one that is not loaded is a fatal problem, as for OSSEC itself.
   *
   * @param flavour decides what the files mean
   * @param lists CDB lists, each named as rules name it, such as {@code etc/lists/audit-keys}
   * @param literals the index that the decoders before these rules have too, so that a line is
   *     searched once
   */
  public static RuleSet read(
      RulesetFlavour flavour,
      List<ConfigFile> rules,
      List<ConfigFile> lists,
      LiteralIndex literals,
      Consumer<Problem> problems) {
    return read(flavour, rules, lists, literals, problems, ZoneId.systemDefault());
  }

  /** Reads rules whose times of day and weekdays are of that zone. */
  static RuleSet read(
      RulesetFlavour flavour,
      List<ConfigFile> rules,
      List<ConfigFile> lists,
      LiteralIndex literals,
      Consumer<Problem> problems,
      ZoneId zone) {
    RuleFiles files = new RuleFiles(RuleDialect.of(flavour), lists, problems);
    return new RuleSet(flavour, files.read(rules), literals, zone);
  }

  /**
   * Whether events of all reporting hosts belong in one memory: OSSEC counts them together (spec
   * ruleset §9), Wazuh each host's alone.
   */
  public boolean countsAcrossHosts() {
    return flavour == RulesetFlavour.OSSEC;
  }

  /**
   * Returns the empty memory of one reporting host, to be owned by one thread.
   *
   * @param alertNumbers numbers the alerts; the second half of their ids
   */
  public Correlation correlation(LongSupplier alertNumbers) {
    return correlation(alertNumbers, MemoryBudget.unlimited());
  }

  /**
   * Returns the empty memory of one reporting host among several, to be owned by one thread and
   * closed by it.
   *
   * @param alertNumbers numbers the alerts; the second half of their ids
   * @param budget shared by the hosts
   */
  public Correlation correlation(LongSupplier alertNumbers, MemoryBudget budget) {
    return new Correlation(this, feeds, alertNumbers, budget);
  }

  /**
   * Takes over the memory of a host that was analysed by another ruleset until now. What that one's
   * rules remembered stays for those that say the same here, counts and silences alike, and so does
   * what belongs to no rule. Rules that are new or changed begin without memory.
   */
  public void takeOver(Correlation memory) {
    memory.moveTo(this, feeds);
  }

  /** Whether a rule is in another ruleset too and says the same there. */
  boolean hasUnchanged(int id, RuleSet before) {
    RuleDefinition old = before.rules.get(id);
    RuleDefinition now = rules.get(id);
    return flavour == before.flavour
        && old != null
        && now != null
        && old.fingerprint().equals(now.fingerprint());
  }

  /** Returns the counts of another ruleset that go on here, each with the one it goes on as. */
  Map<Composite, Composite> continuing(RuleSet before) {
    Map<Composite, Composite> continuing = new HashMap<>();
    for (RuleDefinition now : rules.values()) {
      RuleDefinition old = before.rules.get(now.id());
      if (old != null
          && hasUnchanged(now.id(), before)
          && old.composite().isPresent()
          && now.composite().isPresent()) {
        continuing.put(old.composite().get(), now.composite().get());
      }
    }
    return continuing;
  }

  /**
   * Returns what the rules make of an event, and remembers it.
   *
   * @param now when the event arrived; timeframes count from it in whole seconds
   * @param memory of the event's reporting host, made by this ruleset
   */
  public Verdict evaluate(Event decoded, Instant now, Correlation memory) {
    if (!memory.belongsTo(this)) {
      throw new IllegalArgumentException("the memory belongs to another ruleset");
    }
    Optional<Event> news = memory.states().news(decoded);
    if (news.isEmpty()) {
      return Verdict.NONE;
    }
    Event event = memory.accumulation().fill(news.get(), now.getEpochSecond());
    Node root = roots.get(event.category());
    Attempt attempt = new Attempt(event, now, zone, literals, memory);
    TreeWalk walk = new TreeWalk(attempt);
    boolean found = root != null && walk.enter(root, Optional.empty());
    event.forgetTexts();
    if (!found) {
      return Verdict.NONE;
    }
    RuleDefinition rule = walk.matched().orElseThrow();
    Optional<Alert> alert =
        rule.rule().level() == 0 ? Optional.empty() : raise(rule, walk.parent(), attempt);
    return new Verdict(Optional.of(rule.rule()), rule.description().of(event), alert);
  }

  /** Returns the rule of that id. */
  public Optional<Rule> rule(int id) {
    return Optional.ofNullable(rules.get(id)).map(RuleDefinition::rule);
  }

  /**
   * Returns the rules of which searches were given up, with how many: their patterns took more than
   * {@link Expressions#SEARCH_STEPS_MAX} steps, or too much stack, and counted as no match. Counted
   * over all hosts since the ruleset was read.
   */
  public Map<Integer, Long> budgetExceeded() {
    Map<Integer, Long> exceeded = new TreeMap<>();
    rules.forEach(
        (id, rule) -> {
          long times =
              rule.conditions().stream()
                  .flatMap(condition -> condition.expressions().stream())
                  .mapToLong(Expression::budgetExceeded)
                  .sum();
          if (times > 0) {
            exceeded.put(id, times);
          }
        });
    return exceeded;
  }

  /** Returns how many rules are loaded. */
  public int size() {
    return rules.size();
  }

  /** While a rule keeps silent, the one above it speaks, as in Wazuh. */
  private static Optional<Alert> raise(
      RuleDefinition rule, Optional<RuleDefinition> parent, Attempt attempt) {
    Correlation memory = attempt.memory();
    boolean silent = memory.keepsSilent(rule, attempt.now());
    Optional<RuleDefinition> above = silent ? parent : Optional.of(rule);
    if (above.isEmpty()) {
      return Optional.empty();
    }
    RuleDefinition speaking = above.get();
    if (speaking.rule().level() == 0 || memory.ignores(speaking, attempt.event())) {
      return Optional.empty();
    }
    memory.addIgnored(speaking, attempt.event());
    memory
        .events()
        .remember(speaking, attempt.event(), attempt.now().getEpochSecond(), attempt.consumedBy());
    return Optional.of(alert(speaking, attempt, silent));
  }

  private static Alert alert(RuleDefinition rule, Attempt attempt, boolean inPlaceOfChild) {
    return new Alert(
        attempt.memory().nextAlertId(attempt.now()),
        attempt.now(),
        rule.rule(),
        attempt.event(),
        rule.description().of(attempt.event()),
        attempt.memory().firedTimes(rule),
        inPlaceOfChild ? List.of() : attempt.previousLogs(),
        attempt.previousLog());
  }
}
