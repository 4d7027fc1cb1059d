package io.threatlockdown.ops.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What OSSEC tells a program by its arguments, taken from the alert (spec AR §3.8): {@code
 * add|delete USER IP TIME.ID RULE LOCATION FILE} and the extra arguments, {@code -} for what there
 * is not.
 *
 * @param words what follows the program's own name
 * @param note what was left out of them, in words; empty if nothing
 */
record Arguments(List<String> words, Optional<String> note) {
  /** OSSEC's own filters, but nothing that a program could take for an option. */
  private static final Pattern USER = Pattern.compile("(?!-)[a-zA-Z._0-9@?-]+");

  private static final Pattern ADDRESS = Pattern.compile("(?!-)[a-zA-Z.:_0-9-]+");
  private static final Pattern ALERT_ID = Pattern.compile("[0-9.]+");
  private static final Pattern NO_CONTROL = Pattern.compile("(?!-)\\P{Cntrl}+");
  private static final Pattern SPACES = Pattern.compile(" +");
  private static final String ABSENT = "-";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Java hands arguments over in this encoding; what it lacks would become question marks. */
  private static final Charset ENCODING =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  /** What is known of the alert, and what was left out on the way. */
  private static final class Fields {
    private final JsonNode alert;
    private final List<String> keys;
    private final List<String> leftOut = new ArrayList<>();

    Fields(JsonNode alert, List<String> keys) {
      this.alert = alert;
      this.keys = keys;
    }

    /** Returns a field of the alert. */
    String field(String what, String pointer, Pattern fit) throws ActionException {
      return fit(what, alert.at(pointer).asText(), fit);
    }

    /** Returns the value. One that is not fit is left out, unless the response is about it. */
    String fit(String what, String value, Pattern fit) throws ActionException {
      if (value.isEmpty() || value.equals(ABSENT)) {
        return ABSENT;
      }
      if (fit.matcher(value).matches() && canBeHandedOver(value)) {
        return value;
      }
      if (keys.contains(value)) {
        throw new ActionException(
            "was not started: it is not told of a " + what + " like " + Excerpt.quoted(value));
      }
      leftOut.add(what + " " + Excerpt.quoted(value));
      return ABSENT;
    }
  }

  Arguments {
    words = List.copyOf(words);
  }

  /** Returns the arguments for an order, to begin it or to undo it. */
  static Arguments of(BlockOrder order, boolean begins) throws ActionException {
    Fields fields = new Fields(alert(order), order.key().keys());
    List<String> words = new ArrayList<>();
    words.add(begins ? "add" : "delete");
    words.add(fields.field("user", "/data/dstuser", USER));
    words.add(fields.field("address", "/data/srcip", ADDRESS));
    words.add(fields.field("alert id", "/id", ALERT_ID));
    words.add(Integer.toString(order.ruleId()));
    words.addAll(location(fields));
    words.add(fields.field("file", "/syscheck/path", NO_CONTROL));
    for (String extra : order.action().map(Action::extraArgs).orElse(List.of())) {
      if (!canBeHandedOver(extra)) {
        throw new ActionException(
            "was not started: extra argument "
                + Excerpt.quoted(extra)
                + " cannot be written in "
                + ENCODING);
      }
      words.add(extra);
    }
    int max = ProgramLimits.ARGUMENTS_MAX - 1;
    if (words.size() > max) {
      fields.leftOut.add("arguments beyond " + max);
      words = words.subList(0, max);
    }
    return new Arguments(
        words,
        fields.leftOut.isEmpty()
            ? Optional.empty()
            : Optional.of("not told of " + String.join(", ", fields.leftOut)));
  }

  /** OSSEC takes its message apart at spaces, so {@code (agent) ip->file} is two arguments. */
  private static List<String> location(Fields fields) throws ActionException {
    JsonNode alert = fields.alert;
    JsonNode agent = alert.path("agent");
    String file = alert.path("location").asText(ABSENT);
    String location =
        agent.path("id").asText("000").equals("000")
            ? file
            : "(%s) %s->%s"
                .formatted(agent.path("name").asText(), agent.path("ip").asText("any"), file);
    List<String> words =
        SPACES
            .splitAsStream(fields.fit("location", location, NO_CONTROL))
            .filter(word -> !word.isEmpty())
            .toList();
    return words.isEmpty() ? List.of(ABSENT) : words;
  }

  private static JsonNode alert(BlockOrder order) {
    try {
      return JSON.readTree(order.alertJson());
    } catch (IOException notJson) {
      return JSON.missingNode();
    }
  }

  private static boolean canBeHandedOver(String text) {
    return ENCODING.newEncoder().canEncode(text);
  }
}
