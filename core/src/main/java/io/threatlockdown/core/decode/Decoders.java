package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LineKind;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.LenientXml;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.XmlElement;
import io.threatlockdown.core.xml.XmlException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The decoders of a ruleset, compiled. Immutable and safe for any thread. Whatever a line holds,
 * decoding it throws nothing and its cost is bounded by the line's length and the ruleset's size.
 */
public final class Decoders {
  private final Dispatch dispatch;
  private final Set<String> names;

  private Decoders(List<Family> families, Set<String> names) {
    this.dispatch = new Dispatch(families);
    this.names = Set.copyOf(names);
  }

  /**
   * Reads decoder files in the order given, which is Wazuh's by base name. A decoder with an error
   * is left out and reported; so is a file that is no XML. Nothing is thrown.
   */
  public static Decoders read(List<ConfigFile> files, Consumer<Problem> problems) {
    DecoderTree tree = new DecoderTree(problems);
    Set<String> names = new TreeSet<>(BuiltInDecoders.NAMES);
    for (ConfigFile file : files) {
      for (XmlElement root : roots(file, problems)) {
        if (root.name().equals("decoder")) {
          DecoderReader.read(file.name(), root, problems)
              .filter(tree::add)
              .ifPresent(decoder -> names.add(decoder.name()));
        } else {
          new ProblemLog(file.name(), problems)
              .error(root, "<" + root.name() + "> is not allowed here; allowed: decoder, var");
        }
      }
    }
    return new Decoders(tree.families(), names);
  }

  /** Returns the event of a line. One that no decoder matches has no decoder name. */
  public Event decode(LogLine line) {
    Event.Builder event = new Event.Builder(line);
    if (line.kind() == LineKind.SYSCHECK) {
      event.hostname(line.host().name());
      SyscheckDecoder.decode(line.text(), event);
      return event.build();
    }
    Header header = Header.read(line.text());
    event.log(header.log());
    header.timestamp().ifPresent(event::timestamp);
    header.programName().ifPresent(event::programName);
    event.hostname(hostname(line, header));
    new Decoding(header, line.location(), event).run(dispatch.candidates(header));
    return event.build();
  }

  /**
   * Returns all decoder names a rule may refer to: those of children and of the built-in decoders
   * included.
   */
  public Set<String> names() {
    return names;
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
