package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.AddressLocator;
import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.DecoderFacts;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.Misattribution;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.LenientXml;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.RulesetFlavour;
import io.threatlockdown.core.xml.XmlElement;
import io.threatlockdown.core.xml.XmlException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The decoders of a ruleset, compiled. Immutable and safe for any thread. Whatever a line holds,
 * decoding it throws nothing and its cost is bounded by the line's length and the ruleset's size.
 */
public final class Decoders {
  private final Dispatch dispatch;
  private final DecoderDialect dialect;
  private final LiteralIndex literals;
  private final Set<String> names;
  private final Optional<Decoders> judge;
  private final AddressLocator locator;

  private Decoders(
      Dispatch dispatch,
      DecoderDialect dialect,
      LiteralIndex literals,
      Set<String> names,
      Optional<Decoders> judge,
      AddressLocator locator) {
    this.dispatch = dispatch;
    this.dialect = dialect;
    this.literals = literals;
    this.names = Set.copyOf(names);
    this.judge = judge;
    this.locator = locator;
  }

  /** Reads decoder files of Wazuh's flavour. */
  public static Decoders read(List<ConfigFile> files, Consumer<Problem> problems) {
    return read(RulesetFlavour.WAZUH, files, new LiteralIndex(), problems);
  }

  /**
   * Reads decoder files in the order given: Wazuh's is by base name; OSSEC has decoder.xml, then
   * local_decoder.xml. A decoder with an error is left out and reported; so is a file that is no
   * XML. Nothing is thrown.
   *
   * @param flavour decides what the files mean, and which headers lines have
   * @param literals the index that the rules for these decoders have too, so that a line is
   *     searched once
   */
  public static Decoders read(
      RulesetFlavour flavour,
      List<ConfigFile> files,
      LiteralIndex literals,
      Consumer<Problem> problems) {
    DecoderDialect dialect = DecoderDialect.of(flavour);
    DecoderTree tree = new DecoderTree(problems);
    Set<String> names = new TreeSet<>(dialect.builtIn());
    for (ConfigFile file : files) {
      for (XmlElement root : roots(file, problems)) {
        if (root.name().equals("decoder")) {
          DecoderReader.read(file.name(), root, dialect, literals, problems)
              .filter(tree::add)
              .ifPresent(decoder -> names.add(decoder.name()));
        } else {
          new ProblemLog(file.name(), problems)
              .error(root, "<" + root.name() + "> is not allowed here; allowed: decoder, var");
        }
      }
    }
    return new Decoders(
        new Dispatch(tree.families()),
        dialect,
        literals,
        names,
        Optional.empty(),
        AddressLocator.NONE);
  }

  /**
   * Returns the decoders of which searches were given up, with how many: their patterns took more
   * than {@link Expressions#SEARCH_STEPS_MAX} steps, or too much stack, and counted as no match.
   */
  public Map<String, Long> budgetExceeded() {
    Map<String, Long> exceeded = new TreeMap<>();
    for (Family family : dispatch.families()) {
      count(family.top(), exceeded);
      family.children().forEach(child -> count(child.decoder(), exceeded));
    }
    judge.ifPresent(
        trusted ->
            trusted
                .budgetExceeded()
                .forEach((name, times) -> exceeded.merge(name, times, Long::sum)));
    return exceeded;
  }

  private static void count(Decoder decoder, Map<String, Long> exceeded) {
    long times = decoder.expressions().stream().mapToLong(Expression::budgetExceeded).sum();
    if (times > 0) {
      exceeded.merge(decoder.name(), times, Long::sum);
    }
  }

  /**
   * Returns these decoders with a judge over source addresses. Decoders written elsewhere may take
   * for the source what a client typed, such as the user name {@code root from 192.0.2.1}. Of a
   * line that the judge's decoders accept, {@code srcip} is the address that they find or none; of
   * any other it is none if it stands in a user name or the address of a page only.
   *
   * @param judge decoders of login daemons that no text of a client misleads
   */
  public Decoders judgedBy(Decoders judge) {
    return new Decoders(dispatch, dialect, literals, names, Optional.of(judge), locator);
  }

  /**
   * Returns these decoders with a locator, by which addresses get the places that rules ask for.
   */
  public Decoders locatedBy(AddressLocator locator) {
    return new Decoders(dispatch, dialect, literals, names, judge, locator);
  }

  /** Whether they have a locator. */
  public boolean locates() {
    return locator != AddressLocator.NONE;
  }

  /** Returns the event of a line. One that no decoder matches has no decoder name. */
  public Event decode(LogLine line) {
    return decode(line, refused -> {});
  }

  /**
   * Returns the event of a line. One that no decoder matches has no decoder name.
   *
   * @param refused is told of a source address that the judge took away
   */
  public Event decode(LogLine line, Consumer<Misattribution> refused) {
    return switch (line.kind()) {
      case LOG, SYSLOG, SECURE -> logged(clean(line), refused);
      case SYSCHECK -> builtIn(line, SyscheckDecoder::decode);
      case ROOTCHECK -> builtIn(line, RootcheckDecoder::decode);
      case HOSTINFO -> builtIn(line, HostinfoDecoder::decode);
      case SYSCOLLECTOR -> builtIn(line, (text, event) -> json("syscollector", text, event));
      case CISCAT -> builtIn(line, (text, event) -> json("ciscat", text, event));
      case EVENTCHANNEL -> builtIn(line, EventchannelDecoder::decode);
      case SCA -> builtIn(line, ScaDecoder::decode);
    };
  }

  private static Event builtIn(LogLine line, BiConsumer<String, Event.Builder> decoder) {
    Event.Builder event = new Event.Builder(line).hostname(line.host().name());
    decoder.accept(line.text(), event);
    return event.build();
  }

  private static void json(String name, String text, Event.Builder event) {
    event.decoder(name, Optional.empty(), Category.OSSEC);
    JsonDecoder.decode(text, 0, JsonOptions.DEFAULT, event);
  }

  private Event logged(LogLine line, Consumer<Misattribution> refused) {
    Header header = Header.read(line.text(), dialect.headers());
    Subject subject = new Subject(header.text(), header.from(), literals);
    Event.Builder event = logged(line, header, subject);
    if (judge.isPresent()) {
      judgeSource(judge.get(), line, header, subject, event).ifPresent(refused);
    }
    subject.found().ifPresent(event::texts);
    return event.build();
  }

  private Event.Builder logged(LogLine line, Header header, Subject subject) {
    Event.Builder event = new Event.Builder(line).locator(locator).log(subject.log());
    header.timestamp().ifPresent(event::timestamp);
    header.programName().ifPresent(event::programName);
    event.hostname(hostname(line, header));
    new Decoding(header, subject, line.location(), dialect, event).run(dispatch.candidates(header));
    return event;
  }

  /**
   * Returns all decoder names a rule may refer to: those of children and of the built-in decoders
   * included.
   */
  public Set<String> names() {
    return names;
  }

  /** Returns what these decoders can make of lines, for checking rules by it. */
  public DecoderFacts facts() {
    return FamilyFacts.of(dispatch.families(), names, locates());
  }

  private LogLine clean(LogLine line) {
    String text = dialect.headers().clean(line.text());
    return text.equals(line.text())
        ? line
        : new LogLine(text, line.location(), line.kind(), line.host(), line.receivedAt());
  }

  private Optional<Misattribution> judgeSource(
      Decoders trusted, LogLine line, Header header, Subject subject, Event.Builder event) {
    Optional<SourceAddress> claimed = event.field(StaticField.SRCIP).flatMap(SourceAddress::parse);
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    boolean sameHeaders = trusted.dialect.headers() == dialect.headers();
    boolean sameSearch = sameHeaders && subject.isOf(trusted.literals);
    Event judged =
        sameSearch ? trusted.logged(line, header, subject).build() : trusted.decode(line);
    return judged.decoderName().isPresent()
        ? Attribution.judge(event, claimed.get(), judged)
        : Attribution.judgeByFields(event);
  }

  /** An agent's own name wins over what its lines say (spec ruleset §1.1). */
  private static String hostname(LogLine line, Header header) {
    Optional<String> named = line.host().isLocal() ? header.hostname() : Optional.empty();
    return named.orElse(line.host().name());
  }

  private static List<XmlElement> roots(ConfigFile file, Consumer<Problem> problems) {
    try {
      return LenientXml.parseRuleset(file);
    } catch (XmlException wrong) {
      problems.accept(
          new Problem(
              Problem.Severity.ERROR,
              file.name(),
              wrong.line(),
              "the file is left out: " + wrong.getMessage()));
      return List.of();
    }
  }
}
