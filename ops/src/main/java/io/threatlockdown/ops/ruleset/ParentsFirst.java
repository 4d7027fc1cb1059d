package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.xml.ConfigFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts rule files, of which nothing tells the load order, so that rules come after those that their
 * {@code <if_sid>} names; otherwise they keep the order given. Files that need each other stay as
 * they are.
 */
final class ParentsFirst {
  /** How many files may need one another in a row; what lies deeper keeps its place. */
  private static final int DEPTH_MAX = 64;

  private static final Pattern DEFINED =
      Pattern.compile("<rule\\s[^>]{0,300}?\\bid\\s*=\\s*[\"'](\\d{1,6})[\"']");
  private static final Pattern WANTED = Pattern.compile("<if_(?:matched_)?sid>([\\d, ]+)<");

  private final Map<String, ConfigFile> fileByRule = new HashMap<>();
  private final Set<ConfigFile> begun = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<ConfigFile> order = new ArrayList<>();

  private ParentsFirst(List<ConfigFile> files) {
    for (ConfigFile file : files) {
      Matcher rules = DEFINED.matcher(file.text());
      while (rules.find()) {
        fileByRule.putIfAbsent(rules.group(1), file);
      }
    }
  }

  static List<ConfigFile> of(List<ConfigFile> files) {
    ParentsFirst placing = new ParentsFirst(files);
    files.forEach(file -> placing.place(file, 0));
    return placing.order;
  }

  private void place(ConfigFile file, int depth) {
    if (!begun.add(file)) {
      return;
    }
    Matcher parents = WANTED.matcher(file.text());
    while (depth < DEPTH_MAX && parents.find()) {
      for (String id : parents.group(1).split("[, ]+", -1)) {
        ConfigFile parent = fileByRule.get(id);
        if (parent != null) {
          place(parent, depth + 1);
        }
      }
    }
    order.add(file);
  }
}
