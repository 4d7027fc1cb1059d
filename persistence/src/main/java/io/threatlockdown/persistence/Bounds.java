package io.threatlockdown.persistence;

import io.threatlockdown.core.response.BlockKey;
import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.core.response.Suppression;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How much of a text from outside goes into the journal. */
final class Bounds {
  /** The longest name, description, failure or reason, in characters; the rest is cut off. */
  static final int TEXT_MAX = 512;

  /** The longest alert in characters. A longer one is replaced by its short form. */
  static final int ALERT_MAX = 8_192;

  /** The same of a response that is no drop: programs are given all that Wazuh's execd takes. */
  static final int ACTION_ALERT_MAX = 65_536;

  /** The most keys of a block, and the longest part of a key. More is refused: never cut. */
  static final int KEYS_MAX = 16;

  static final int KEY_TEXT_MAX = 512;

  /** The longest block that ends by itself, about a thousand years; and the shortest. */
  static final Duration DURATION_MAX = Duration.ofDays(365_000);

  static final Duration DURATION_MIN = Duration.ofMillis(1);

  private Bounds() {}

  static String cut(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
  }

  /** Returns what is wrong with the key of the order; empty if nothing. */
  static Optional<String> refusal(BlockOrder order) {
    return refusal(order.key());
  }

  /** Returns what is wrong with the key; empty if nothing. */
  static Optional<String> refusal(BlockKey key) {
    boolean tooLong =
        key.hostId().length() > KEY_TEXT_MAX
            || key.program().length() > KEY_TEXT_MAX
            || key.keys().stream().anyMatch(text -> text.length() > KEY_TEXT_MAX);
    if (tooLong || key.keys().size() > KEYS_MAX) {
      return Optional.of(
          "a block key has at most " + KEYS_MAX + " parts of " + KEY_TEXT_MAX + " characters");
    }
    return Optional.empty();
  }

  /** Returns the order with its texts cut and its times in the journal's resolution. */
  static BlockOrder within(BlockOrder order) {
    String alert = order.alertJson();
    int alertMax = order.action().isPresent() ? ACTION_ALERT_MAX : ALERT_MAX;
    return new BlockOrder(
        order.key(),
        order.target(),
        cut(order.response()),
        cut(order.location()),
        order.ruleId(),
        cut(order.reason()),
        alert.length() <= alertMax ? alert : ShortAlert.of(order),
        order.offence(),
        order.lineReceivedAt().truncatedTo(ChronoUnit.MICROS),
        order.at().truncatedTo(ChronoUnit.MICROS),
        order.duration().map(Bounds::within),
        order.action(),
        order.ladder(),
        order.goodLogins());
  }

  private static Duration within(Duration duration) {
    if (duration.compareTo(DURATION_MIN) < 0) {
      return DURATION_MIN;
    }
    return duration.compareTo(DURATION_MAX) > 0
        ? DURATION_MAX
        : duration.truncatedTo(ChronoUnit.MICROS);
  }

  static Suppression within(Suppression suppression) {
    return new Suppression(
        suppression.target(),
        cut(suppression.response()),
        suppression.ruleId(),
        cut(suppression.because()),
        suppression.count(),
        suppression.at().truncatedTo(ChronoUnit.MICROS));
  }
}
