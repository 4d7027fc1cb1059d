package io.threatlockdown.ops.cli;

import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.event.SafeText;
import io.threatlockdown.core.suite.Suite;
import io.threatlockdown.core.suite.Suite.Failure;
import io.threatlockdown.core.suite.SuiteCase;
import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.ruleset.LoadedRuleset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs test suites in Wazuh's {@code .ini} format against a ruleset and prints what fails. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Run test suites in Wazuh's .ini format and print each case that fails.",
      "Exits with 1 if one does."
    })
final class RulesTestCommand implements Callable<Integer> {
  /** Suites of that name want a database of where addresses are. */
  private static final String GEOIP_SUITES = "geoip.ini";

  /** The longest suite. The largest of Wazuh's has 0.5 MiB. */
  private static final int SUITE_BYTES_MAX = 16 << 20;

  private static final List<String> COLUMNS =
      List.of(
          "file",
          "line",
          "case",
          "expectation",
          "expectedRule",
          "expectedLevel",
          "expectedDecoder",
          "rule",
          "level",
          "decoder");

  private final Console console;
  private final Clock clock;

  @Mixin private final RulesetOptions ruleset = new RulesetOptions();

  @Option(
      names = "--overlay",
      paramLabel = "DIR",
      description =
          "More *decoder*.xml and *rule*.xml, which load among the others by base name; may be"
              + " repeated.")
  private List<Path> overlays = new ArrayList<>();

  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(arity = "1..*", paramLabel = "FILE.ini", description = "The suites.")
  private List<Path> files = new ArrayList<>();

  RulesTestCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    LoadedRuleset loaded = ruleset.loadForSuites(overlays, console.err());
    List<Suite> suites = suites(loaded.decoders().locates());
    Instant now = clock.instant();
    List<Failure> failures = new ArrayList<>();
    int cases = 0;
    for (Suite suite : suites) {
      cases += suite.cases().size();
      failures.addAll(suite.failures(loaded.decoders(), loaded.rules(), now));
    }
    print(failures, cases - failures.size() + " passed, " + failures.size() + " failed");
    return failures.isEmpty() ? ExitCode.OK.code() : ExitCode.FAILED.code();
  }

  private List<Suite> suites(boolean located) {
    List<Suite> suites = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : files) {
      if (!located && file.toString().endsWith(GEOIP_SUITES)) {
        say(file + ": skipped, for it needs a GeoIP database (--geoip)");
      } else {
        suites.add(suite(file, problems));
      }
    }
    problems.forEach(problem -> say(problem.toString()));
    if (!problems.isEmpty()) {
      throw new CommandException(
          ExitCode.BAD_CONFIGURATION, "nothing was run, for a suite has lines that make no sense");
    }
    return suites;
  }

  private Suite suite(Path file, List<Problem> problems) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] text = in.readNBytes(SUITE_BYTES_MAX + 1);
      if (text.length > SUITE_BYTES_MAX) {
        throw new IOException("it is longer than " + SUITE_BYTES_MAX + " bytes");
      }
      return Suite.read(
          new ConfigFile(file.toString(), Latin1.of(text, 0, text.length)),
          ruleset.flavour(),
          problems::add);
    } catch (NoSuchFileException missing) {
      throw new CommandException(ExitCode.USAGE, "there is no suite " + file);
    } catch (IOException unreadable) {
      throw new CommandException(
          ExitCode.USAGE, "cannot read the suite " + file + ": " + unreadable.getMessage());
    }
  }

  private void print(List<Failure> failures, String summary) {
    if (output.format() == OutputFormat.TABLE) {
      failures.forEach(failure -> console.out().print(SafeText.of(line(failure)) + "\n"));
      console.out().print(summary + "\n");
    } else {
      new Rows(COLUMNS, failures.stream().map(RulesTestCommand::row).toList())
          .print(output.format(), console.out());
      say(summary);
    }
  }

  private static String line(Failure failure) {
    SuiteCase failed = failure.failed();
    return failed.file()
        + ":"
        + failed.line()
        + ": "
        + failed.name()
        + ": expected "
        + (failed.mustFail() ? "anything but " : "")
        + failed.expected()
        + "; got "
        + failure.got();
  }

  private static List<String> row(Failure failure) {
    SuiteCase failed = failure.failed();
    return List.of(
        failed.file(),
        String.valueOf(failed.line()),
        failed.name(),
        failed.mustFail() ? "differs" : "equals",
        failed.expected().rule(),
        failed.expected().level(),
        failed.expected().decoder(),
        failure.got().rule(),
        failure.got().level(),
        failure.got().decoder());
  }

  private void say(String text) {
    console.err().println(SafeText.of(text));
  }
}
