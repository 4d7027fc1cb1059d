package io.threatlockdown.core.decode;

import io.threatlockdown.core.decode.Decoder.Fields;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.expression.Captures;
import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.LiteralIndex;
import io.threatlockdown.core.expression.PlainExpression;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.LenientXml;
import io.threatlockdown.core.xml.RulesetFlavour;
import io.threatlockdown.core.xml.XmlElement;
import io.threatlockdown.core.xml.XmlException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The choice of a decoder as spec ruleset §3.4 tells it: every top-level decoder is asked in turn,
 * every pattern is run. What the compiled {@link Decoders} are held against; headers and plugins
 * they have in common.
 */
public final class PlainDecoders {
  private final DecoderDialect dialect;
  private final List<Family> families;
  private final IdentityHashMap<Expression, PlainExpression> plain = new IdentityHashMap<>();

  private PlainDecoders(DecoderDialect dialect, List<Family> families) {
    this.dialect = dialect;
    this.families = families;
  }

  /** Reads decoder files that have no mistakes. */
  public static PlainDecoders read(RulesetFlavour flavour, List<ConfigFile> files) {
    DecoderDialect dialect = DecoderDialect.of(flavour);
    DecoderTree tree = new DecoderTree(problem -> {});
    for (ConfigFile file : files) {
      try {
        for (XmlElement root : LenientXml.parseRuleset(file)) {
          boolean unused =
              DecoderReader.read(file.name(), root, dialect, new LiteralIndex(), problem -> {})
                  .filter(tree::add)
                  .isPresent();
        }
      } catch (XmlException wrong) {
        throw new IllegalArgumentException(file.name(), wrong);
      }
    }
    return new PlainDecoders(dialect, tree.families());
  }

  /** Returns all patterns, compiled. */
  public List<Expression> patterns() {
    List<Expression> patterns = new ArrayList<>();
    for (Family family : families) {
      List<Decoder> all = new ArrayList<>(List.of(family.top()));
      family.children().forEach(child -> all.add(child.decoder()));
      for (Decoder decoder : all) {
        patterns.addAll(decoder.expressions());
      }
    }
    return patterns;
  }

  /** Returns the event of a log line. */
  public Event decode(LogLine read) {
    String clean = dialect.headers().clean(read.text());
    LogLine line = new LogLine(clean, read.location(), read.kind(), read.host(), read.receivedAt());
    Event.Builder event = new Event.Builder(line);
    Header header = Header.read(line.text(), dialect.headers());
    event.log(header.log());
    header.timestamp().ifPresent(event::timestamp);
    header.programName().ifPresent(event::programName);
    event.hostname(header.hostname().orElse(line.host().name()));
    new Walk(header, line, event).run();
    return event.build();
  }

  private PlainExpression plain(Expression compiled) {
    return plain.computeIfAbsent(compiled, PlainExpression::of);
  }

  /** One line's way through the decoders. */
  private final class Walk {
    private final Header header;
    private final LogLine line;
    private final Event.Builder event;
    private final Captures found = new Captures();
    private int a;
    private int b;
    private Optional<Integer> lastRegexEnd = Optional.empty();
    private Optional<Integer> pluginAfterParent = Optional.empty();
    private Optional<Integer> pluginAfterPrematch = Optional.empty();

    /** Of OSSEC: values without a known field by their place, and the decoder that names them. */
    private final Map<Integer, String> places = new TreeMap<>();

    private Optional<Decoder> namer = Optional.empty();

    private Walk(Header header, LogLine line, Event.Builder event) {
      this.header = header;
      this.line = line;
      this.event = event;
    }

    private void run() {
      for (Family family : families) {
        Decoder top = family.top();
        if (top.programName().isPresent() != header.programName().isPresent()) {
          continue;
        }
        if (top.programName().isPresent()
            && !plain(top.programName().get()).matches(header.programName().orElseThrow())) {
          continue;
        }
        a = header.from();
        if (top.prematch().isPresent()) {
          if (!find(top.prematch().get(), a)) {
            continue;
          }
          a = found.next();
          pluginAfterPrematch = Optional.of(a);
        }
        b = a;
        select(top);
        if (family.children().isEmpty()) {
          List<Family.Member> alone = List.of(new Family.Member(top, false));
          chain(alone, 0, top);
        } else {
          scan(top, family.children());
        }
        namePlaces();
        return;
      }
    }

    private void scan(Decoder top, List<Family.Member> children) {
      int i = 0;
      while (i < children.size()) {
        Decoder child = children.get(i).decoder();
        if (child.prematch().isEmpty()) {
          b = a;
          chain(children, i, top);
          return;
        }
        Search prematch = child.prematch().get();
        if (find(prematch, prematch.offset() == Offset.AFTER_PARENT ? a : header.from())) {
          b = found.next();
          pluginAfterParent = Optional.of(a);
          pluginAfterPrematch = Optional.of(b);
          select(child);
          chain(children, i, child);
          return;
        }
        while (i < children.size() && children.get(i).chained()) {
          i++;
        }
        i++;
      }
    }

    private void chain(List<Family.Member> children, int first, Decoder selected) {
      for (int i = first; i < children.size(); i++) {
        Decoder decoder = children.get(i).decoder();
        if (decoder.fields() instanceof Fields.Coded coded) {
          if (dialect.followsRegex() && i > first) {
            return;
          }
          plugin(coded.plugin(), selected);
          if (dialect.followsRegex()) {
            return;
          }
        } else if (decoder.fields() instanceof Fields.Groups groups) {
          if (find(groups.regex(), start(groups.regex().offset()))) {
            lastRegexEnd = Optional.of(found.next());
            if (dialect.followsRegex()) {
              select(decoder);
            }
            if (!assign(groups.order())) {
              return;
            }
          } else if (dialect.followsRegex()) {
            lastRegexEnd = Optional.empty();
          }
        } else {
          return;
        }
        if (!children.get(i).chained()) {
          return;
        }
      }
    }

    /** Returns false if a field ends the chain. */
    private boolean assign(List<OrderSlot> order) {
      for (int g = 0; g < Math.min(found.count(), order.size()); g++) {
        if (dialect.followsRegex() && order.get(g).field().isEmpty()) {
          places.put(g, found.group(g));
        } else if (!order.get(g).put(found.group(g), event)) {
          return false;
        }
      }
      return true;
    }

    private void namePlaces() {
      if (namer.isPresent() && namer.get().fields() instanceof Fields.Groups groups) {
        places.forEach(
            (place, value) -> {
              if (place < groups.order().size() && groups.order().get(place).field().isEmpty()) {
                event.dynamicField(groups.order().get(place).name(), value);
              }
            });
      }
    }

    private int start(Offset offset) {
      return switch (offset) {
        case NONE -> header.from();
        case AFTER_PARENT -> a;
        case AFTER_PREMATCH -> b;
        case AFTER_REGEX -> lastRegexEnd.orElse(b);
      };
    }

    private void plugin(Plugin plugin, Decoder selected) {
      switch (plugin) {
        case PF -> PfDecoder.decode(header.log(), event);
        case SYMANTEC_WS -> SymantecDecoder.decode(header.log(), event);
        case SONICWALL -> SonicWallDecoder.decode(header.log(), event);
        case OSSEC_ALERT -> OssecAlertDecoder.decode(header.log(), line.location(), event);
        case JSON -> {
          Optional<Integer> from =
              switch (selected.pluginOffset()) {
                case NONE -> Optional.of(header.from());
                case AFTER_PARENT -> pluginAfterParent;
                case AFTER_PREMATCH, AFTER_REGEX -> pluginAfterPrematch;
              };
          from.ifPresent(at -> JsonDecoder.decode(header.text(), at, selected.json(), event));
        }
      }
    }

    private void select(Decoder decoder) {
      namer = Optional.of(decoder);
      event.decoder(decoder.eventName(), decoder.parent(), decoder.category());
      event.ftsFields(decoder.ftsFields()).accumulates(decoder.accumulate());
    }

    private boolean find(Search search, int from) {
      return plain(search.expression()).find(header.text(), from, found);
    }
  }
}
