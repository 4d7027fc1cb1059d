package io.threatlockdown.ops.notify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.event.SafeText;
import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.core.response.AlertJson;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.core.response.OutcomeJson;
import io.threatlockdown.core.response.Suppression;
import io.threatlockdown.core.rule.Alert;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Puts into words what is told. Subjects and lines hold nothing that could end a line or move a
 * cursor, and are cut.
 */
final class Texts {
  /** The longest subject or line. */
  static final int LINE_CHARS_MAX = 300;

  /** The longest alert that goes along as JSON; of a longer one only its summary is told. */
  static final int ALERT_CHARS_MAX = 16_384;

  private static final JsonFactory JSON = new JsonFactory();

  private final String host;
  private final AlertJson alertJson;
  private final Clock clock;

  /** Speaks for the host of that name. */
  Texts(String host, AlertJson alertJson, Clock clock) {
    this.host = host;
    this.alertJson = alertJson;
    this.clock = clock;
  }

  /** Returns the message about an outcome. */
  Message of(Outcome outcome) {
    String summary = line(outcome.kind().word() + ": " + about(outcome));
    return new Message(
        subject(summary),
        List.of(),
        json(
            "outcome",
            summary,
            to -> {
              to.writeStringField("what", outcome.kind().word());
              to.writeNumberField("level", outcome.kind().level());
              to.writeFieldName("outcome");
              to.writeRawValue(OutcomeJson.object(outcome));
            }),
        1);
  }

  /** Returns by what an outcome is counted. */
  static String label(Outcome outcome) {
    String response =
        outcome instanceof Outcome.OfBlock ofBlock
            ? " " + ofBlock.block().order().response()
            : outcome instanceof Outcome.Suppressed suppressed
                ? " " + suppressed.suppression().response()
                : "";
    return line(outcome.kind().word() + response);
  }

  /** Returns the message about an alert. */
  Message of(Alert alert) {
    String from =
        alert.event().source().map(SourceAddress::toString).map(text -> ", " + text).orElse("");
    String summary =
        line(
            label(alert)
                + " (level "
                + alert.rule().level()
                + from
                + "): "
                + Latin1.toText(alert.description()));
    String whole = alertJson.of(alert);
    return new Message(
        subject(summary),
        List.of(),
        json(
            "alert",
            summary,
            to -> {
              to.writeNumberField("level", alert.rule().level());
              if (whole.length() <= ALERT_CHARS_MAX) {
                to.writeFieldName("alert");
                to.writeRawValue(whole);
              }
            }),
        1);
  }

  /** Returns by what an alert is counted. */
  static String label(Alert alert) {
    return "alert " + alert.rule().id();
  }

  /** Returns the message about a part of the service. */
  Message of(Health.Part part) {
    String status = part.status().name().toLowerCase(Locale.ROOT);
    String summary =
        line(part.name() + " is " + status + (part.detail().isEmpty() ? "" : ": " + part.detail()));
    return new Message(
        subject(summary),
        List.of(),
        json(
            "health",
            summary,
            to -> {
              to.writeStringField("part", part.name());
              to.writeStringField("status", status);
            }),
        1);
  }

  /** Returns the message that stands for several events. */
  Message digest(String text, List<String> lines, Map<String, Long> counts, long count) {
    String summary = line(text);
    return new Message(
        subject(summary),
        lines,
        json(
            "digest",
            summary,
            to -> {
              to.writeNumberField("count", count);
              to.writeObjectFieldStart("counts");
              for (Map.Entry<String, Long> each : counts.entrySet()) {
                to.writeNumberField(each.getKey(), each.getValue());
              }
              to.writeEndObject();
            }),
        count);
  }

  private static String about(Outcome outcome) {
    if (outcome instanceof Outcome.OfBlock ofBlock) {
      BlockOrder order = ofBlock.block().order();
      String by =
          ofBlock.kind() == Outcome.Kind.RELEASED
              ? ofBlock.block().endedBy().map(who -> " by " + who).orElse("")
                  + ofBlock.block().endReason().map(why -> ": " + why).orElse("")
              : "";
      return order.response()
          + " of "
          + order.about()
          + " for rule "
          + order.ruleId()
          + by
          + detail(ofBlock.detail());
    } else if (outcome instanceof Outcome.Suppressed suppressed) {
      Suppression suppression = suppressed.suppression();
      return suppression.response()
          + target(suppression.target())
          + " for rule "
          + suppression.ruleId()
          + ", "
          + suppression.because()
          + (suppression.count() > 1 ? ", " + suppression.count() + " times" : "");
    }
    Outcome.OfFirewall firewall = (Outcome.OfFirewall) outcome;
    return firewall.blocks()
        + (firewall.blocks() == 1 ? " block" : " blocks")
        + target(firewall.target())
        + detail(firewall.detail());
  }

  private static String target(Optional<AddressPrefix> target) {
    return target.map(addresses -> " of " + addresses).orElse("");
  }

  private static String detail(Optional<String> detail) {
    return detail.map(text -> ": " + text).orElse("");
  }

  private String subject(String summary) {
    return line("[" + host + "] " + summary);
  }

  private static String line(String text) {
    return SafeText.of(text, LINE_CHARS_MAX);
  }

  private interface Fields {
    void write(JsonGenerator to) throws IOException;
  }

  private String json(String kind, String summary, Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = JSON.createGenerator(text)) {
      to.writeStartObject();
      to.writeNumberField("version", 1);
      to.writeStringField("host", host);
      to.writeStringField("at", clock.instant().toString());
      to.writeStringField("kind", kind);
      to.writeStringField("summary", summary);
      fields.write(to);
      to.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
