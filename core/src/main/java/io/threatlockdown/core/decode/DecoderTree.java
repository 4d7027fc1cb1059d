package io.threatlockdown.core.decode;

import io.threatlockdown.core.decode.Decoder.Fields;
import io.threatlockdown.core.xml.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts decoders in their places: children under every top-level decoder of their parent's name that
 * is loaded already. There are only two levels, so no loop can form.
 */
final class DecoderTree {
  private record Growing(Decoder top, List<Decoder> children) {}

  private final Consumer<Problem> problems;
  private final List<Growing> families = new ArrayList<>();
  private final Map<String, List<Growing>> familiesByName = new HashMap<>();
  private final Set<Decoder> chained = Collections.newSetFromMap(new IdentityHashMap<>());

  DecoderTree(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /** Adds a decoder; or says false, having reported why it has no place. */
  boolean add(Decoder decoder) {
    if (decoder.parent().isEmpty()) {
      Growing family = new Growing(decoder, new ArrayList<>());
      families.add(family);
      familiesByName.computeIfAbsent(decoder.name(), name -> new ArrayList<>()).add(family);
      return true;
    }
    List<Growing> parents = familiesByName.getOrDefault(decoder.parent().get(), List.of());
    if (parents.isEmpty()) {
      return reject(
          decoder,
          "its <parent> '"
              + ProblemLog.excerpt(decoder.parent().get())
              + "' is not allowed; it must be a top-level decoder defined before");
    }
    for (Growing parent : parents) {
      if (!fits(decoder, parent)) {
        return false;
      }
    }
    for (Growing parent : parents) {
      for (Decoder sibling : parent.children()) {
        if (sibling.name().equals(decoder.name())) {
          chained.add(sibling);
        }
      }
      parent.children().add(decoder);
    }
    return true;
  }

  /** Returns all families in the order of their top-level decoders. */
  List<Family> families() {
    return families.stream().map(this::family).toList();
  }

  private Family family(Growing growing) {
    return new Family(
        growing.top(),
        growing.children().stream()
            .map(child -> new Family.Member(child, chained.contains(child)))
            .toList());
  }

  private boolean fits(Decoder decoder, Growing parent) {
    boolean followsRegex = false;
    for (Decoder sibling : parent.children()) {
      if (sibling.name().equals(decoder.name())) {
        if (decoder.prematch().isPresent() || !decoder.ftsFields().isEmpty()) {
          return reject(
              decoder,
              "it carries on a sibling of the same name, so <prematch> and <fts> are not allowed");
        }
        if (!decoder.extracts() || !sibling.extracts()) {
          return reject(
              decoder, "decoders of the same name under one parent all need <regex> or a plugin");
        }
        followsRegex = true;
      }
    }
    boolean needsRegex =
        decoder.fields() instanceof Fields.Groups groups
            && groups.regex().offset() == Offset.AFTER_REGEX;
    return !needsRegex
        || followsRegex
        || reject(
            decoder, "offset 'after_regex' is allowed only behind a sibling of the same name");
  }

  /** Reports why a decoder is left out. Always false. */
  private boolean reject(Decoder decoder, String why) {
    problems.accept(
        new Problem(
            Problem.Severity.ERROR,
            decoder.origin().file(),
            decoder.origin().line(),
            "decoder " + ProblemLog.excerpt(decoder.name()) + " is left out: " + why));
    return false;
  }
}
