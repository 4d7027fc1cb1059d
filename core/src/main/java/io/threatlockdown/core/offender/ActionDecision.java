package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.response.Action;
import io.threatlockdown.core.response.ActiveResponse;
import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.CommandDefinition;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.response.Subject;
import io.threatlockdown.core.response.Suppression;
import io.threatlockdown.core.rule.Alert;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Whether an alert leads to a response that is no drop, and what that is about. Pure. How often the
 * same was blocked before only the journal knows, so it says how long the response lasts.
 *
 * @param order empty if there is a refusal
 * @param refusal why not; empty if it does
 */
record ActionDecision(Optional<BlockOrder> order, Optional<Suppression> refusal) {
  /** Names of accounts that programs may be given (spec AR §2.1, §3.3). */
  private static final Pattern ACCOUNT = Pattern.compile("[a-zA-Z_0-9@?.][a-zA-Z._0-9@?-]{0,255}");

  /** The field in which decoders put the path of a file-integrity event. */
  private static final String FILE = "file";

  static ActionDecision of(
      Alert alert, ActiveResponse response, ResponsePlan plan, Function<Alert, String> alertJson) {
    Event event = alert.event();
    Optional<AddressPrefix> target = event.source().map(AddressPrefix::of);
    Optional<String> about = about(response.command(), event);
    Optional<String> refusal =
        target
            .flatMap(plan::forbids)
            .or(() -> Reach.outOfReach(event.line().host(), response))
            .or(
                () ->
                    about.isEmpty() ? Optional.of(lacking(response.command())) : Optional.empty());
    if (refusal.isPresent()) {
      return new ActionDecision(
          Optional.empty(),
          Optional.of(
              new Suppression(
                  target, response.name(), alert.rule().id(), refusal.get(), 1, alert.at())));
    }
    return new ActionDecision(
        Optional.of(
            order(alert, response, target, keys(response, about.get()), alertJson.apply(alert))),
        Optional.empty());
  }

  /** A program without timeout has nothing to undo: each of its runs is for itself. */
  private static List<String> keys(ActiveResponse response, String about) {
    CommandDefinition command = response.command();
    boolean runs =
        command.means().equals(Optional.of(Action.Means.ARGV_PROGRAM))
            && response.timeout().isEmpty();
    boolean tells = command.means().equals(Optional.of(Action.Means.PROGRAM));
    return tells || runs ? List.of() : List.of(about);
  }

  /** Returns what the response is about; empty if the event does not say that. */
  private static Optional<String> about(CommandDefinition command, Event event) {
    return switch (command.subject()) {
      case ADDRESS -> event.source().map(source -> AddressPrefix.of(source).toString());
      case ACCOUNT -> event.field(StaticField.DSTUSER).filter(u -> ACCOUNT.matcher(u).matches());
      case FILE -> event.dynamicField(FILE).filter(path -> !path.isEmpty());
      case HOST, TOLD -> Optional.of(whatever(command, event));
    };
  }

  /** What a program would most likely say that it is about. */
  private static String whatever(CommandDefinition command, Event event) {
    return event
        .source()
        .filter(source -> command.subject() == Subject.TOLD)
        .map(source -> AddressPrefix.of(source).toString())
        .orElse(command.executable());
  }

  private static String lacking(CommandDefinition command) {
    return switch (command.subject()) {
      case ADDRESS -> "the alert has no source address";
      case ACCOUNT -> "the alert names no account (dstuser) that could be one";
      default -> "the alert is about no file";
    };
  }

  private static BlockOrder order(
      Alert alert,
      ActiveResponse response,
      Optional<AddressPrefix> target,
      List<String> keys,
      String alertJson) {
    CommandDefinition command = response.command();
    return new BlockOrder(
        new BlockKey(ReportingHost.LOCAL_ID, command.executable(), keys),
        target,
        response.name(),
        response.location(),
        alert.rule().id(),
        alert.description(),
        alertJson,
        1,
        alert.event().line().receivedAt(),
        alert.at(),
        response.timeout(),
        Optional.of(new Action(command.means().orElseThrow(), command.extraArgs())));
  }
}
