package io.threatlockdown.ops.config;

import io.threatlockdown.ops.config.LocalFile.Format;
import io.threatlockdown.ops.config.LocalFile.JournalFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code <localfile>} sections (spec AR §1.6). */
final class LocalFileReader {
  private static final Set<String> LINES =
      Set.of("syslog", "generic", "apache", "iis", "squid", "snort-fast");

  private static final List<String> FORMATS =
      List.of(
          "syslog",
          "json",
          "journald",
          "generic",
          "apache",
          "iis",
          "squid",
          "snort-fast",
          "snort-full",
          "audit",
          "command",
          "full_command",
          "djb-multilog",
          "eventchannel",
          "eventlog",
          "macos",
          "mssql_log",
          "multi-line",
          "multi-line-regex",
          "mysql_log",
          "nmapg",
          "ossecalert",
          "postgresql_log",
          "syslog-pipe");

  private static final Set<String> UNSUPPORTED =
      Set.of(
          "age",
          "alias",
          "command",
          "exclude",
          "frequency",
          "ignore",
          "ignore_binaries",
          "label",
          "multiline_regex",
          "out_format",
          "query",
          "reconnect_time",
          "restrict",
          "target");

  private static final List<String> ELEMENTS =
      List.of(
          "location",
          "log_format",
          "only-future-events",
          "filter",
          "age",
          "alias",
          "command",
          "exclude",
          "frequency",
          "ignore",
          "ignore_binaries",
          "label",
          "multiline_regex",
          "out_format",
          "query",
          "reconnect_time",
          "restrict",
          "target");

  private final List<LocalFile> localFiles = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  List<LocalFile> localFiles() {
    return List.copyOf(localFiles);
  }

  void read(ConfElement section) {
    String location = "";
    Optional<ConfElement> format = Optional.empty();
    boolean onlyFutureEvents = true;
    List<JournalFilter> filters = new ArrayList<>();
    List<ConfElement> without = new ArrayList<>();
    for (ConfElement child : section.children()) {
      switch (child.name()) {
        case "location" -> location = child.text().strip();
        case "log_format" -> format = Optional.of(child);
        case "only-future-events" -> onlyFutureEvents = child.isYes();
        case "filter" -> filter(child).ifPresent(filters::add);
        default -> {
          if (UNSUPPORTED.contains(child.name())) {
            without.add(child);
          } else {
            child.unknown(section, ELEMENTS);
          }
        }
      }
    }
    Optional<Format> known = format(section, format);
    if (known.isEmpty()) {
      return;
    }
    without.forEach(child -> child.warning("has no effect here"));
    add(section, new LocalFile(location, known.get(), onlyFutureEvents, filters));
  }

  private void add(ConfElement section, LocalFile file) {
    boolean journal = file.format() == Format.JOURNALD;
    if (file.location().isEmpty()) {
      section.fatal("needs a <location>");
    } else if (journal && !file.location().equals("journald")) {
      section.fatal("with log_format journald needs the location journald");
    } else if (!journal && file.location().indexOf('\0') >= 0) {
      section.fatal("has a NUL byte in its location");
    } else if (!journal && !seen.add(file.location())) {
      section.warning("names '" + file.location() + "' again; the first counts");
    } else {
      if (!journal && !file.filters().isEmpty()) {
        section.warning("has a <filter>, which has an effect only with log_format journald");
      }
      localFiles.add(file);
    }
  }

  /** Returns the format, or empty with a complaint if the file cannot be read. */
  private static Optional<Format> format(ConfElement section, Optional<ConfElement> given) {
    if (given.isEmpty() || given.get().text().isEmpty()) {
      section.fatal("needs a <log_format>; allowed: " + String.join(", ", FORMATS));
      return Optional.empty();
    }
    String text = given.get().text();
    if (LINES.contains(text)) {
      return Optional.of(Format.SYSLOG);
    }
    Map<String, Format> own = Map.of("json", Format.JSON, "journald", Format.JOURNALD);
    if (own.containsKey(text)) {
      return Optional.ofNullable(own.get(text));
    }
    if (FORMATS.contains(text) || text.matches("multi-line: ?\\d{1,4}")) {
      given.get().warning("is " + given.get().shown() + ", which is not read here; left out");
    } else {
      given.get().fatal("is " + given.get().shown() + "; allowed: " + String.join(", ", FORMATS));
    }
    return Optional.empty();
  }

  private static Optional<JournalFilter> filter(ConfElement filter) {
    Optional<String> field = filter.xml().attribute("field").filter(name -> !name.isEmpty());
    if (field.isEmpty() || filter.text().isEmpty()) {
      filter.fatal("needs attribute field and a pattern");
      return Optional.empty();
    }
    String ignore = filter.xml().attribute("ignore_if_missing").orElse("no");
    if (!ignore.equals("yes") && !ignore.equals("no")) {
      filter.fatal("has ignore_if_missing '" + ignore + "'; allowed: yes, no");
    }
    return Optional.of(new JournalFilter(field.get(), filter.text(), ignore.equals("yes")));
  }
}
