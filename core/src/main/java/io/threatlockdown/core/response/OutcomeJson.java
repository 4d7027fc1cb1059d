package io.threatlockdown.core.response;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.Latin1;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An outcome as one line of JSON, {@code {"outcome":{"what":"verified","block":"b2-1k",…}}}. A name
 * that is not known is left out. No value can end the line or begin another field, and each is at
 * most {@value #TEXT_MAX} characters. The address has no static field's name in a decoded event, so
 * no alert about an outcome has a source that a response could be about.
 */
public final class OutcomeJson {
  /** The longest text; the rest is cut off. */
  static final int TEXT_MAX = 1_024;

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern EXITED =
      Pattern.compile(Pattern.quote(ActionException.EXITED) + "(\\d{1,3})\\b.*", Pattern.DOTALL);

  private final JsonLine line = new JsonLine();

  private OutcomeJson() {}

  /** Returns the line without a newline. */
  public static String of(Outcome outcome) {
    return "{\"outcome\":" + object(outcome) + "}";
  }

  /** Returns only the object with the fields. */
  public static String object(Outcome outcome) {
    OutcomeJson json = new OutcomeJson();
    json.line.open();
    json.text("what", outcome.kind().word());
    json.text("at", outcome.at().toString());
    if (outcome instanceof Outcome.OfBlock ofBlock) {
      json.block(ofBlock);
    } else if (outcome instanceof Outcome.Suppressed suppressed) {
      json.suppression(suppressed.suppression());
    } else if (outcome instanceof Outcome.OfFirewall firewall) {
      json.line.number("count", firewall.blocks());
      json.target(firewall.target());
      firewall.detail().ifPresent(detail -> json.text("detail", detail));
    }
    json.line.close();
    return json.line.toString();
  }

  private void block(Outcome.OfBlock outcome) {
    Block block = outcome.block();
    BlockOrder order = block.order();
    text("block", block.id().toString());
    response(order.response(), order.ruleId());
    text("program", order.key().program());
    target(order.target());
    if (!order.key().keys().isEmpty()) {
      text("keys", String.join(" ", order.key().keys()));
    }
    if (order.action().isPresent()) {
      Subjects subjects = Subjects.of(order);
      subjects.user.ifPresent(user -> text("user", user));
      subjects.file.ifPresent(file -> text("file", file));
    }
    text("reason", order.reason());
    line.number("offence", order.offence());
    order.ladder().ifPresent(step -> ladder(step, order.goodLogins()));
    block.latency().ifPresent(latency -> line.number("latency_ms", latency.toMillis()));
    block.expiresAt().ifPresent(end -> text("until", end.toString()));
    block.endedBy().ifPresent(by -> text("by", by));
    block.endReason().ifPresent(why -> text("why", why));
    outcome.detail().ifPresent(detail -> text("detail", detail));
    exitStatus(outcome).ifPresent(status -> line.number("exit_status", status));
  }

  /** Also whom the step may hit besides. */
  private void ladder(LadderStep step, OptionalInt goodLogins) {
    text("ladder", step.ladder());
    line.number("step", step.step());
    goodLogins.ifPresent(users -> line.number("good_logins", users));
  }

  /** A program that did what it was told ended with 0; one that did not says with what. */
  private static Optional<Integer> exitStatus(Outcome.OfBlock outcome) {
    Action.Means means =
        outcome.block().order().action().map(Action::means).orElse(Action.Means.NOBODY);
    if (means != Action.Means.PROGRAM && means != Action.Means.ARGV_PROGRAM) {
      return Optional.empty();
    }
    return switch (outcome.kind()) {
      case APPLIED, RAN, UNDONE -> Optional.of(0);
      case FAILED, UNDO_FAILED, GIVEN_UP -> outcome.detail().flatMap(OutcomeJson::exitStatus);
      default -> Optional.empty();
    };
  }

  private static Optional<Integer> exitStatus(String failure) {
    Matcher exited = EXITED.matcher(failure);
    return exited.matches() ? Optional.of(Integer.valueOf(exited.group(1))) : Optional.empty();
  }

  private void suppression(Suppression suppression) {
    response(suppression.response(), suppression.ruleId());
    target(suppression.target());
    text("because", suppression.because());
    line.number("count", suppression.count());
  }

  private void response(String response, int ruleId) {
    text("response", response);
    text("rule", Integer.toString(ruleId));
  }

  private void target(Optional<AddressPrefix> target) {
    target.ifPresent(addresses -> text("srcip", addresses.toString()));
  }

  /** Texts of log lines are bytes, those of operators and programs are not. */
  private void text(String name, String value) {
    String text = value.chars().allMatch(c -> c < 256) ? Latin1.toText(value) : value;
    line.string(name, text.substring(0, Math.min(text.length(), TEXT_MAX)));
  }

  /** The account and the file that the alert of an order is about, if it says so. */
  private static final class Subjects {
    private Optional<String> user = Optional.empty();
    private Optional<String> file = Optional.empty();

    static Subjects of(BlockOrder order) {
      Subjects subjects = new Subjects();
      Optional<BuiltIn> builtIn = BuiltIn.of(order.key().program());
      List<String> keys = order.key().keys();
      if (builtIn.isPresent() && keys.size() == 1) {
        subjects.take(builtIn.get().subject(), keys.get(0));
      }
      try (JsonParser from = JSON.createParser(order.alertJson())) {
        if (from.nextToken() == JsonToken.START_OBJECT) {
          subjects.read(from, "");
        }
      } catch (IOException noAlert) {
        return subjects;
      }
      return subjects;
    }

    private void take(Subject subject, String key) {
      if (subject == Subject.ACCOUNT) {
        user = Optional.of(key);
      } else if (subject == Subject.FILE) {
        file = Optional.of(key);
      }
    }

    private void read(JsonParser from, String path) throws IOException {
      while (from.nextToken() == JsonToken.FIELD_NAME) {
        String field = path + from.currentName();
        JsonToken value = from.nextToken();
        if (value == JsonToken.START_OBJECT && (field.equals("data") || field.equals("syscheck"))) {
          read(from, field + ".");
        } else if (value == JsonToken.VALUE_STRING && field.equals("data.dstuser")) {
          String text = from.getText();
          user = user.or(() -> Optional.of(text));
        } else if (value == JsonToken.VALUE_STRING && field.equals("syscheck.path")) {
          String text = from.getText();
          file = file.or(() -> Optional.of(text));
        } else {
          from.skipChildren();
        }
      }
    }
  }
}
