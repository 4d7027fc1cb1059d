package io.threatlockdown.ops.config;

import io.threatlockdown.core.response.Action.Means;
import io.threatlockdown.core.response.BuiltIn;
import io.threatlockdown.core.response.CommandDefinition;
import io.threatlockdown.core.response.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code <command>} sections (spec AR §1.2). */
final class CommandReader {
  /** How much of {@code <extra_args>} counts, in bytes. */
  static final int EXTRA_ARGS_BYTES_MAX = 2_047;

  private static final List<String> ELEMENTS =
      List.of("name", "executable", "timeout_allowed", "extra_args", "expect");

  private final Set<String> ownPrograms;

  /** By name; empty for one that was left out. */
  private final Map<String, Optional<CommandDefinition>> commands = new LinkedHashMap<>();

  /**
   * Reads commands whose programs this process stands in for where it can.
   *
   * @param ownPrograms file names of those that are run all the same
   */
  CommandReader(Set<String> ownPrograms) {
    this.ownPrograms = Set.copyOf(ownPrograms);
  }

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
    CommandDefinition command =
        command(name, executable, timeoutAllowed, extraArgs, given.find("expect"));
    commands.put(name, Optional.of(command));
  }

  private CommandDefinition command(
      String name,
      String executable,
      boolean timeoutAllowed,
      List<String> extraArgs,
      Optional<ConfElement> expect) {
    boolean own = ownPrograms.contains(executable);
    Optional<BuiltIn> builtIn = BuiltIn.of(executable).filter(each -> !own);
    if (BuiltIn.isDrop(executable) && !own) {
      return new CommandDefinition(name, executable, timeoutAllowed, extraArgs);
    }
    Means means =
        builtIn.isPresent()
            ? Means.BUILT_IN
            : expect.isPresent() ? Means.ARGV_PROGRAM : Means.PROGRAM;
    Subject subject =
        builtIn
            .map(BuiltIn::subject)
            .orElseGet(() -> expect.map(CommandReader::expected).orElse(Subject.TOLD));
    return new CommandDefinition(
        name, executable, timeoutAllowed, extraArgs, Optional.of(means), subject);
  }

  /** Returns what a program of OSSEC's kind is about: the first it wants to be told. */
  private static Subject expected(ConfElement expect) {
    for (String word : expect.text().strip().split("[, ]+", -1)) {
      switch (word) {
        case "srcip" -> {
          return Subject.ADDRESS;
        }
        case "user", "username" -> {
          return Subject.ACCOUNT;
        }
        case "filename" -> {
          return Subject.FILE;
        }
        case "" -> {}
        default ->
            expect.warning(
                "has '" + word + "', which is ignored; allowed: srcip, user, username, filename");
      }
    }
    return Subject.HOST;
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
