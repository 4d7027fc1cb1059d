package io.threatlockdown.core.response;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of one block for operators, such as {@code b2-1k}: the journal partition and a running
 * number in base 36. Never given twice.
 */
public record BlockId(int partition, long number) {
  private static final Pattern TEXT = Pattern.compile("b(\\d{1,2})-([0-9a-z]{1,12})");

  /** Returns the id, or empty if the text is none. */
  public static Optional<BlockId> parse(String text) {
    var matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new BlockId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2), 36)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "b" + partition + "-" + Long.toString(number, 36);
  }
}
