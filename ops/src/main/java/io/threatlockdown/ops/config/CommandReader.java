package io.threatlockdown.ops.config;

import io.threatlockdown.core.response.CommandDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code <command>} sections (spec AR §1.2). */
final class CommandReader {
  /** How much of {@code <extra_args>} counts, in bytes. */
  static final int EXTRA_ARGS_BYTES_MAX = 2_047;

  private static final List<String> ELEMENTS =
      List.of("name", "executable", "timeout_allowed", "extra_args", "expect");

  /** By name; empty for one that was left out. */
  private final Map<String, Optional<CommandDefinition>> commands = new LinkedHashMap<>();

  /** Returns the commands read so far. */
  List<CommandDefinition> definitions() {
    return commands.values().stream().flatMap(Optional::stream).toList();
  }

  /** Whether a command of that name stands earlier in the document, if only to be left out. */
  boolean mentions(String name) {
    return commands.containsKey(name);
  }

  /** Returns the command of that name if it stands earlier in the document and is usable. */
  Optional<CommandDefinition> find(String name) {
    return commands.getOrDefault(name, Optional.empty());
  }

  void read(ConfElement section) {
    Scalars given = section.scalars(ELEMENTS);
    String name = given.text("name");
    String executable = given.text("executable");
    boolean timeoutAllowed = given.find("timeout_allowed").map(ConfElement::isYes).orElse(false);
    if (name.isEmpty() || executable.isEmpty()) {
      section.fatal("needs a <name> and an <executable>");
      return;
    }
    if (name.startsWith("!")) {
      section.fatal("has the name '" + name + "'; a name must not start with '!'");
      return;
    }
    if (commands.containsKey(name)) {
      section.warning("defines '" + name + "' again; the first definition counts");
      return;
    }
    if (executable.contains("..") || executable.indexOf('/') >= 0) {
      section.error(
          "has the executable '"
              + executable
              + "'; allowed: a file name under active-response/bin. The command is left out");
      commands.put(name, Optional.empty());
      return;
    }
    List<String> extraArgs = given.find("extra_args").map(CommandReader::words).orElse(List.of());
    commands.put(
        name, Optional.of(new CommandDefinition(name, executable, timeoutAllowed, extraArgs)));
  }

  /** Splits at single blanks; there is no quoting. */
  private static List<String> words(ConfElement extraArgs) {
    String text = extraArgs.text();
    if (text.length() > EXTRA_ARGS_BYTES_MAX) {
      extraArgs.warning("is cut at " + EXTRA_ARGS_BYTES_MAX + " bytes");
      text = text.substring(0, EXTRA_ARGS_BYTES_MAX);
    }
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
