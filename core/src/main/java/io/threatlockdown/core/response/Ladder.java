package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Responses to the offences of one source, each harder than the one before. A further offence, or a
 * rule of a high level, leads up; each step ends by itself, and so do the offences, one by one.
 *
 * @param name for operators and the journal
 * @param steps the lowest first; 1 to {@value #STEPS_MAX}
 * @param climbAfter how long after a step began alerts are still taken for the cause of it, while
 *     it leaves the source a way in
 * @param decay how offences are forgotten
 */
public record Ladder(String name, List<Step> steps, Duration climbAfter, Decay decay) {
  /** The most steps. */
  public static final int STEPS_MAX = 16;

  /**
   * One step.
   *
   * @param command what is done
   * @param lasts for how long
   * @param fromOffence the offence that leads to it; empty if none does
   * @param fromLevel the level of a rule that leads to it at once; empty if none does
   * @param networks how much is blocked with the source; empty: as without a ladder
   */
  public record Step(
      CommandDefinition command,
      Duration lasts,
      OptionalInt fromOffence,
      OptionalInt fromLevel,
      Optional<Networks> networks) {

    /** Returns the same, carried out by other means. */
    public Step by(Action.Means means) {
      return new Step(command.by(means), lasts, fromOffence, fromLevel, networks);
    }

    /** Returns what is blocked because of this address. */
    public AddressPrefix target(SourceAddress source, BlockScope scope) {
      return networks.map(each -> each.around(source)).orElseGet(() -> scope.target(source));
    }

    /** Whether the source can do nothing more here while it lasts. */
    public boolean shutsOut() {
      return command.means().isEmpty() || BuiltIn.shutsOut(command.executable());
    }

    private boolean isCalledFor(int offence, int level) {
      return (fromOffence.isPresent() && offence >= fromOffence.getAsInt())
          || (fromLevel.isPresent() && level >= fromLevel.getAsInt());
    }
  }

  /**
   * How much is blocked with a source.
   *
   * @param ipv4PrefixLength 8 to 32
   * @param ipv6PrefixLength 16 to 128
   */
  public record Networks(int ipv4PrefixLength, int ipv6PrefixLength) {
    AddressPrefix around(SourceAddress source) {
      return new AddressPrefix(source, source.ipv4() ? ipv4PrefixLength : ipv6PrefixLength);
    }
  }

  public Ladder {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.size() > STEPS_MAX) {
      throw new IllegalArgumentException("steps must be 1 to " + STEPS_MAX);
    }
  }

  /** Returns the step of that number, from 1; the highest if there are not so many. */
  public Step step(int number) {
    return steps.get(Math.min(number, steps.size()) - 1);
  }

  /** Returns the number of the highest step that is called for. The first always is. */
  public int stepFor(int offence, int level) {
    for (int number = steps.size(); number > 1; number--) {
      if (steps.get(number - 1).isCalledFor(offence, level)) {
        return number;
      }
    }
    return 1;
  }

  /** Returns how many of the offences are left after a quiet time; negative while none began. */
  public int left(int offences, Duration quiet) {
    return decay.left(offences, offencesMost(), quiet);
  }

  /** Returns what an order says that is this step. */
  public LadderStep step(int number, AddressPrefix offender, int offence) {
    return new LadderStep(
        name, offender, number, steps.size(), decay.lastsFor(offence, offencesMost()));
  }

  /** The offence from which on further ones make no difference. */
  private int offencesMost() {
    return steps.stream().flatMapToInt(step -> step.fromOffence().stream()).max().orElse(1);
  }
}
