package io.threatlockdown.ops.config;

import io.threatlockdown.core.source.integrity.IntegritySettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code <diff>} of {@code <syscheck>}: how much is kept for telling changes of texts. */
final class DiffLimits {
  /** The longest text of which changes are told here, whatever the file allows. */
  static final long FILE_BYTES_MAX = 1L << 20;

  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,9}) ?([kmg])b?", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Integer> SHIFTS = Map.of("k", 10, "m", 20, "g", 30);

  private final SyscheckPatterns hidden;
  private long fileBytesMax = FILE_BYTES_MAX;

  DiffLimits(SyscheckPatterns hidden) {
    this.hidden = hidden;
  }

  long fileBytesMax() {
    return fileBytesMax;
  }

  IntegritySettings.Limits read(ConfElement section, IntegritySettings.Limits limits) {
    IntegritySettings.Limits read = limits;
    for (ConfElement child : section.children()) {
      switch (child.name()) {
        case "disk_quota" ->
            read =
                new IntegritySettings.Limits(
                    limits.files(),
                    limits.hashedBytes(),
                    limits.eventsPerSecond(),
                    limit(child).orElse(limits.diffStoreBytes()),
                    limits.protectedBytes());
        case "file_size" ->
            fileBytesMax = Math.min(FILE_BYTES_MAX, limit(child).orElse(FILE_BYTES_MAX));
        case "nodiff" -> hidden.add(child);
        default -> child.unknown(section, List.of("disk_quota", "file_size", "nodiff"));
      }
    }
    return read;
  }

  /** Returns the limit of a section; empty if none counts. */
  private static OptionalLong limit(ConfElement section) {
    Scalars scalars = section.scalars(List.of("enabled", "limit"));
    boolean isLimited = scalars.find("enabled").map(ConfElement::isYes).orElse(true);
    OptionalLong bytes =
        scalars
            .find("limit")
            .map(element -> bytes(element, element.text().strip()))
            .orElse(OptionalLong.empty());
    if (!isLimited) {
      section.warning("is disabled; the default limit counts here");
    }
    return isLimited ? bytes : OptionalLong.empty();
  }

  /** Returns a size such as 50MB in bytes; anything else is fatal, and empty. */
  static OptionalLong bytes(ConfElement element, String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      element.fatal(
          "has the size '" + text + "'; allowed: a number with KB, MB or GB, such as 50MB");
      return OptionalLong.empty();
    }
    int shift = SHIFTS.getOrDefault(matcher.group(2).toLowerCase(Locale.ROOT), 0);
    return OptionalLong.of(Long.parseLong(matcher.group(1)) << shift);
  }
}
