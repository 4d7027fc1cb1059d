package io.threatlockdown.core.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The groups of a rule as its ruleset writes them: words that each end in a comma. */
final class GroupText {
  /** The standards whose controls rulesets tag, as alerts show them (spec AR §5.1). */
  private static final List<String> STANDARDS =
      List.of("pci_dss", "gdpr", "gpg13", "hipaa", "nist_800_53", "tsc", "cis");

  private final String text;
  private final String lower;

  private final List<String> words;

  GroupText(String written) {
    text = written.replace("\r", "").replace("\n", "");
    words = words(text);
    lower = text.toLowerCase(Locale.ROOT);
  }

  /** The whole text, without newlines. */
  String text() {
    return text;
  }

  /** Returns the words that are no compliance tags, once each. */
  List<String> groups() {
    Set<String> groups = new LinkedHashSet<>();
    for (String word : words) {
      if (!isControl(word)) {
        groups.add(word);
      }
    }
    return List.copyOf(groups);
  }

  /** Returns the controls by standard, both in order of first appearance. */
  Map<String, List<String>> compliance() {
    Map<String, List<String>> controls = new LinkedHashMap<>();
    for (String word : words) {
      for (String standard : STANDARDS) {
        if (isControl(word, standard)) {
          List<String> known = controls.computeIfAbsent(standard, unused -> new ArrayList<>());
          String control = word.substring(standard.length() + 1);
          if (!known.contains(control)) {
            known.add(control);
          }
        }
      }
    }
    controls.replaceAll((standard, known) -> List.copyOf(known));
    return Collections.unmodifiableMap(controls);
  }

  /**
   * Whether one of the alternatives occurs in the whole text, ignoring case; {@code ^} means its
   * start. So {@code web} finds {@code webmin,} too, as in Wazuh.
   */
  boolean contains(List<String> alternatives) {
    for (String part : alternatives) {
      if (part.startsWith("^") ? lower.startsWith(part.substring(1)) : lower.contains(part)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the alternatives of an {@code <if_group>} for {@link #contains}. */
  static List<String> alternatives(String ifGroup) {
    return List.of(ifGroup.toLowerCase(Locale.ROOT).split("\\|", -1));
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words;
  }

  private static boolean isControl(String word) {
    if (word.indexOf('_') < 0) {
      return false;
    }
    for (String standard : STANDARDS) {
      if (isControl(word, standard)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isControl(String word, String standard) {
    return word.length() > standard.length() + 1
        && word.startsWith(standard)
        && word.charAt(standard.length()) == '_';
  }
}
