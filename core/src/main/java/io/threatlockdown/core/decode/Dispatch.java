package io.threatlockdown.core.decode;

import io.threatlockdown.core.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which families may decode a line: by its program if it names one, else by its first byte. What
 * remains is in load order, so the choice is the same as if all were tried.
 */
final class Dispatch {
  /** How many program names are remembered. A host runs some hundred at most. */
  private static final int PROGRAMS_MAX = 1024;

  /** A longer program name is looked up anew each time, lest it be kept in memory. */
  private static final int PROGRAM_BYTES_MAX = 64;

  private static final int BYTES = 256;

  private final List<Family> families;
  private final List<Family> withProgram;
  private final List<Family[]> byFirstByte;
  private final Family[] forEmptyLog;
  private final Map<String, Family[]> byProgram = new ConcurrentHashMap<>();

  Dispatch(List<Family> families) {
    this.families = List.copyOf(families);
    withProgram =
        families.stream().filter(family -> family.top().programName().isPresent()).toList();
    List<Family> others =
        families.stream().filter(family -> family.top().programName().isEmpty()).toList();
    List<Family[]> table = new ArrayList<>();
    for (int first = 0; first < BYTES; first++) {
      table.add(admitting(others, first));
    }
    byFirstByte = List.copyOf(table);
    forEmptyLog = admitting(others, -1);
  }

  /** Returns all families in load order. */
  List<Family> families() {
    return families;
  }

  /** Returns the families to be tried, to be read only. */
  Family[] candidates(Header header) {
    if (header.programName().isPresent()) {
      return ofProgram(header.programName().get());
    }
    return header.from() < header.text().length()
        ? byFirstByte.get(header.text().charAt(header.from()) & 0xff)
        : forEmptyLog;
  }

  private Family[] ofProgram(String program) {
    if (program.length() > PROGRAM_BYTES_MAX) {
      return matching(program);
    }
    Family[] known = byProgram.get(program);
    if (known != null) {
      return known;
    }
    Family[] found = matching(program);
    if (byProgram.size() >= PROGRAMS_MAX) {
      // Someone makes names up. Forgetting all costs the real ones one search each.
      byProgram.clear();
    }
    byProgram.put(program, found);
    return found;
  }

  private Family[] matching(String program) {
    return withProgram.stream().filter(family -> matches(family, program)).toArray(Family[]::new);
  }

  private static boolean matches(Family family, String program) {
    Optional<Expression> expression = family.top().programName();
    return expression.isPresent() && expression.get().matches(program);
  }

  private static Family[] admitting(List<Family> families, int first) {
    List<Family> admitting = new ArrayList<>();
    for (Family family : families) {
      Optional<Search> prematch = family.top().prematch();
      if (prematch.isEmpty() || prematch.get().starts().admit(first)) {
        admitting.add(family);
      }
    }
    return admitting.toArray(Family[]::new);
  }
}
