package io.threatlockdown.core.decode;

import io.threatlockdown.core.decode.Decoder.Fields;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.expression.Captures;
import java.util.List;
import java.util.Optional;

/**
 * The choice of a decoder for one line, and the run of its patterns (spec ruleset §3.4). Used once.
 * Positions are indices in the header's text.
 */
final class Decoding {
  private static final int UNSET = -1;

  private final Header header;
  private final String location;
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

  Decoding(Header header, String location, Event.Builder event) {
    this.header = header;
    this.location = location;
    this.event = event;
    this.subject = new Subject(header.text());
    this.logStart = header.from();
  }

  /** Lets the first family whose top-level decoder matches decode the line. */
  void run(List<Family> families) {
    for (Family family : families) {
      if (accepts(family.top())) {
        decode(family);
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
    for (int i = 0; i < children.size(); i = family.nextChoice(i)) {
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
    event.decoder(decoder.eventName(), decoder.parent(), decoder.category());
    event.ftsFields(decoder.ftsFields()).accumulates(decoder.accumulate());
  }

  private void runChain(List<Family.Member> children, int first, Decoder selected) {
    int at = first;
    while (at < children.size()
        && extract(children.get(at).decoder(), selected)
        && children.get(at).chained()) {
      at++;
    }
  }

  /** Returns false if a chain must end here. */
  private boolean extract(Decoder decoder, Decoder selected) {
    if (decoder.fields() instanceof Fields.Groups groups) {
      Search regex = groups.regex();
      if (!regex.find(subject, start(regex.offset()), captures)) {
        return true;
      }
      afterRegex = captures.next();
      return assign(groups.order());
    }
    if (decoder.fields() instanceof Fields.Coded coded) {
      runPlugin(coded.plugin(), selected);
      return true;
    }
    return false;
  }

  private boolean assign(List<OrderSlot> order) {
    int count = Math.min(order.size(), captures.count());
    for (int i = 0; i < count; i++) {
      if (!order.get(i).put(captures.group(i), event)) {
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
