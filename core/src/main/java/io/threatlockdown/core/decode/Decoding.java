package io.threatlockdown.core.decode;

import io.threatlockdown.core.decode.Decoder.Fields;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.expression.Captures;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a decoder for one line, and the run of its patterns (spec ruleset §3.4). Used once.
 * Positions are indices in the header's text.
 */
final class Decoding {
  private static final int UNSET = -1;

  private final Header header;
  private final String location;
  private final DecoderDialect dialect;
  private final Event.Builder event;
  private final Captures captures = new Captures();
  private final Subject subject;
  private final int logStart;

  /** Where the text behind the top decoder's prematch starts: A of the specification. */
  private int afterParent;

  /** Where the text behind the chosen decoder's prematch starts: B of the specification. */
  private int afterPrematch;

  private int afterRegex = UNSET;

  /** What a plugin of the selected decoder reads at these offsets; unset until a prematch hit. */
  private int pluginAfterParent = UNSET;

  private int pluginAfterPrematch = UNSET;

  /** The dynamic fields, where they are named by the decoder that is selected in the end. */
  private final @Nullable OrderedFields ordered;

  Decoding(
      Header header,
      Subject subject,
      String location,
      DecoderDialect dialect,
      Event.Builder event) {
    this.header = header;
    this.location = location;
    this.dialect = dialect;
    this.ordered = dialect.followsRegex() ? new OrderedFields() : null;
    this.event = event;
    this.subject = subject;
    this.logStart = header.from();
  }

  /** Lets the first family whose top-level decoder matches decode the line. */
  void run(Family[] families) {
    for (Family family : families) {
      if (accepts(family.top())) {
        decode(family);
        if (ordered != null) {
          ordered.show(event);
        }
        return;
      }
    }
  }

  private boolean accepts(Decoder top) {
    afterParent = logStart;
    afterPrematch = logStart;
    if (top.prematch().isEmpty()) {
      return true;
    }
    if (!top.prematch().get().find(subject, logStart, captures)) {
      return false;
    }
    afterParent = captures.next();
    afterPrematch = afterParent;
    pluginAfterPrematch = afterParent;
    return true;
  }

  private void decode(Family family) {
    Decoder top = family.top();
    select(top);
    List<Family.Member> children = family.children();
    if (children.isEmpty()) {
      runChain(List.of(new Family.Member(top, false)), 0, top);
      return;
    }
    for (int i : family.choices(subject.text(), logStart)) {
      Decoder child = children.get(i).decoder();
      Optional<Search> prematch = child.prematch();
      if (prematch.isEmpty()) {
        // Such a child only extracts: the line stays its parent's.
        afterPrematch = afterParent;
        runChain(children, i, top);
        return;
      }
      if (prematch.get().find(subject, start(prematch.get().offset()), captures)) {
        afterPrematch = captures.next();
        pluginAfterParent = afterParent;
        pluginAfterPrematch = afterPrematch;
        select(child);
        runChain(children, i, child);
        return;
      }
    }
  }

  private void select(Decoder decoder) {
    if (ordered != null) {
      ordered.belongTo(decoder);
    }
    event.decoder(decoder.eventName(), decoder.parent(), decoder.category());
    event.ftsFields(decoder.ftsFields()).accumulates(decoder.accumulate());
  }

  private void runChain(List<Family.Member> children, int first, Decoder selected) {
    int at = first;
    while (at < children.size()
        && extract(children.get(at).decoder(), selected, at == first)
        && children.get(at).chained()) {
      at++;
    }
  }

  /** Returns false if a chain must end here. */
  private boolean extract(Decoder decoder, Decoder selected, boolean first) {
    if (decoder.fields() instanceof Fields.Groups groups) {
      return match(decoder, groups);
    }
    if (decoder.fields() instanceof Fields.Coded coded) {
      boolean endsChain = dialect.followsRegex();
      if (first || !endsChain) {
        runPlugin(coded.plugin(), selected);
      }
      return !endsChain;
    }
    return false;
  }

  private boolean match(Decoder decoder, Fields.Groups groups) {
    boolean matched = groups.regex().find(subject, start(groups.regex().offset()), captures);
    if (dialect.followsRegex()) {
      afterRegex = matched ? captures.next() : UNSET;
      if (matched) {
        select(decoder);
      }
    } else if (matched) {
      afterRegex = captures.next();
    }
    return !matched || assign(groups.order());
  }

  private boolean assign(List<OrderSlot> order) {
    int count = Math.min(order.size(), captures.count());
    for (int i = 0; i < count; i++) {
      OrderSlot slot = order.get(i);
      if (ordered != null && slot.field().isEmpty()) {
        ordered.put(i, captures.group(i));
      } else if (!slot.put(captures.group(i), event)) {
        return false;
      }
    }
    return true;
  }

  private int start(Offset offset) {
    return switch (offset) {
      case NONE -> logStart;
      case AFTER_PARENT -> afterParent;
      case AFTER_PREMATCH -> afterPrematch;
      case AFTER_REGEX -> afterRegex == UNSET ? afterPrematch : afterRegex;
    };
  }

  private void runPlugin(Plugin plugin, Decoder selected) {
    switch (plugin) {
      case PF -> PfDecoder.decode(header.log(), event);
      case SYMANTEC_WS -> SymantecDecoder.decode(header.log(), event);
      case SONICWALL -> SonicWallDecoder.decode(header.log(), event);
      case OSSEC_ALERT -> OssecAlertDecoder.decode(header.log(), location, event);
      case JSON -> {
        int from =
            switch (selected.pluginOffset()) {
              case NONE -> logStart;
              case AFTER_PARENT -> pluginAfterParent;
              case AFTER_PREMATCH, AFTER_REGEX -> pluginAfterPrematch;
            };
        if (from != UNSET) {
          JsonDecoder.decode(header.text(), from, selected.json(), event);
        }
      }
    }
  }
}
