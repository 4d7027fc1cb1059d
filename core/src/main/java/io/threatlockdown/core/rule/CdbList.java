package io.threatlockdown.core.rule;

import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keys with values, from a text of {@code key:value} lines (spec ruleset §5). Keys mind case; of
 * two equal keys the first counts; key and value may stand in double quotes.
 */
final class CdbList {
  /** The most entries of one list. Twice the largest public blocklists. */
  static final int ENTRIES_MAX = 2_000_000;

  /** The longest address that is looked up prefix by prefix; no address text is longer. */
  private static final int ADDRESS_BYTES_MAX = 64;

  private final Map<String, String> entries = new HashMap<>();

  private CdbList() {}

  /** Reads a list. Lines without a colon are ignored; a missing value is empty text. */
  static CdbList read(ConfigFile file, Consumer<Problem> problems) {
    CdbList list = new CdbList();
    int line = 0;
    for (String text : (Iterable<String>) file.text().lines()::iterator) {
      line++;
      if (list.entries.size() >= ENTRIES_MAX) {
        problems.accept(
            new Problem(
                Problem.Severity.ERROR,
                file.name(),
                line,
                "the list has more than " + ENTRIES_MAX + " entries; the rest is left out"));
        break;
      }
      list.add(text);
    }
    return list;
  }

  /** Returns the value of the key, or empty if it is none. */
  Optional<String> value(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Returns the value of the whole address, or of its longest prefix that ends in a dot. */
  Optional<String> valueOfAddress(String address) {
    Optional<String> found = value(address);
    int dot = address.length() > ADDRESS_BYTES_MAX ? -1 : address.lastIndexOf('.');
    while (found.isEmpty() && dot >= 0) {
      found = value(address.substring(0, dot + 1));
      dot = address.lastIndexOf('.', dot - 1);
    }
    return found;
  }

  private void add(String line) {
    int keyEnd = line.startsWith("\"") ? line.indexOf('"', 1) : -1;
    int colon = line.indexOf(':', Math.max(keyEnd, 0));
    if (colon >= 0) {
      String key = keyEnd < 0 ? line.substring(0, colon) : line.substring(1, keyEnd);
      entries.putIfAbsent(key, unquote(line.substring(colon + 1)));
    }
  }

  private static String unquote(String text) {
    return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
