package io.threatlockdown.core.rule;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import java.util.Locale;
import java.util.Optional;

/** A value of an event that a rule can name. Empty if the event has none. */
sealed interface Subject {
  Optional<String> of(Event event);

  /** A field that every ruleset knows. */
  record Known(StaticField field) implements Subject {
    @Override
    public Optional<String> of(Event event) {
      return event.field(field);
    }
  }

  /** The first field that a decoder gave this name, in lower case here; case is ignored. */
  record Named(String name) implements Subject {
    public Named {
      name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<String> of(Event event) {
      return event.dynamicField(name);
    }
  }

  /** What an event has besides its fields. */
  enum Part implements Subject {
    LOG,
    HOSTNAME,
    PROGRAM_NAME,
    DECODER_NAME,
    /** As Wazuh writes it: {@code (name) ip->path} for a line of another host. */
    LOCATION,
    /** Rule element {@code <user>}: the user acted upon, else the one who acts. */
    USER,
    /** List field {@code user}: the user who acts, else the one acted upon. */
    ACTING_USER,
    /** Where the source address is: {@code srcgeoip}. */
    SOURCE_PLACE,
    /** Where the destination address is: {@code dstgeoip}. */
    DESTINATION_PLACE;

    @Override
    public Optional<String> of(Event event) {
      return switch (this) {
        case LOG -> Optional.of(event.log());
        case HOSTNAME -> event.hostname();
        case PROGRAM_NAME -> event.programName();
        case DECODER_NAME -> event.decoderName();
        case LOCATION -> Optional.of(location(event));
        case USER -> event.field(StaticField.DSTUSER).or(() -> event.field(StaticField.SRCUSER));
        case ACTING_USER ->
            event.field(StaticField.SRCUSER).or(() -> event.field(StaticField.DSTUSER));
        case SOURCE_PLACE -> event.place(StaticField.SRCIP);
        case DESTINATION_PLACE -> event.place(StaticField.DSTIP);
      };
    }

    private static String location(Event event) {
      ReportingHost host = event.line().host();
      String location = event.line().location();
      return host.isLocal()
          ? location
          : "(" + host.name() + ") " + host.ip().orElse("any") + "->" + location;
    }
  }

  /** Returns what a list, a description or an ignore list means by a name (spec ruleset §4.6). */
  static Subject named(String name) {
    return switch (name) {
      case "hostname" -> Part.HOSTNAME;
      case "program_name" -> Part.PROGRAM_NAME;
      case "srcgeoip" -> Part.SOURCE_PLACE;
      case "dstgeoip" -> Part.DESTINATION_PLACE;
      default -> StaticField.named(name).<Subject>map(Known::new).orElseGet(() -> new Named(name));
    };
  }
}
