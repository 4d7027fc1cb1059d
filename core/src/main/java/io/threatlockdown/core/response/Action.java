package io.threatlockdown.core.response;

import java.util.List;

/**
 * What a response does instead of having the firewall drop packets.
 *
 * @param means who does it
 * @param extraArgs the words of {@code <extra_args>}, handed to programs
 */
public record Action(Means means, List<String> extraArgs) {
  /** Who carries out a response. */
  public enum Means {
    /** This process, by the name of the program that it stands in for. */
    BUILT_IN,
    /**
     * A program that is told in JSON what to do, and tells first which keys it is about (spec AR
     * §3.2).
     */
    PROGRAM,
    /** A program that is told by its arguments, as OSSEC does (spec AR §3.8). */
    ARGV_PROGRAM,
    /** Nobody: the response is only recorded. */
    NOBODY
  }

  public Action {
    extraArgs = List.copyOf(extraArgs);
  }
}
