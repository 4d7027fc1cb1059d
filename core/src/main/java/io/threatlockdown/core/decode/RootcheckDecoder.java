package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.Event;
import java.util.List;
import java.util.Optional;

/**
 * Findings of rootcheck, such as {@code System Audit: Web vulnerability found. File:
 * /var/www/x.php.} (spec ruleset §6.3): their title and file. A finding is the first of its kind
 * once for both.
 */
final class RootcheckDecoder {
  private static final String AUDIT = "System Audit: ";
  private static final String TITLE = "title";
  private static final String FILE = "file";

  private RootcheckDecoder() {}

  static void decode(String text, Event.Builder event) {
    event
        .decoder("rootcheck", Optional.empty(), Category.OSSEC)
        .dynamicField(TITLE, title(text))
        .ftsFields(List.of(TITLE, FILE));
    file(text).ifPresent(file -> event.dynamicField(FILE, file));
  }

  private static String title(String text) {
    String title = before(text, " {");
    return before(title.startsWith(AUDIT) ? title.substring(AUDIT.length()) : title, ". ");
  }

  private static Optional<String> file(String text) {
    int plain = text.indexOf("File: ");
    if (plain >= 0) {
      String file = before(text.substring(plain + "File: ".length()), ". ");
      return Optional.of(file.endsWith(".") ? file.substring(0, file.length() - 1) : file);
    }
    int quoted = text.indexOf("File '");
    return quoted >= 0
        ? Optional.of(before(text.substring(quoted + "File '".length()), "'"))
        : Optional.empty();
  }

  private static String before(String text, String end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }
}
