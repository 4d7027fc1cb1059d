package io.threatlockdown.ops.config;

import io.threatlockdown.core.source.integrity.Check;
import io.threatlockdown.core.source.integrity.WatchedPath;
import io.threatlockdown.core.xml.XmlAttribute;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads one {@code <directories>}: paths separated by commas, and what its attributes say. */
final class DirectoriesReader {
  static final int RECURSION_LEVEL = 256;
  static final int RECURSION_LEVEL_MAX = 320;

  private static final Map<String, Set<Check>> CHECKS =
      Map.ofEntries(
          Map.entry("check_all", Check.ALL),
          Map.entry("check_sum", Set.of(Check.MD5, Check.SHA1, Check.SHA256)),
          Map.entry("check_md5sum", Set.of(Check.MD5)),
          Map.entry("check_sha1sum", Set.of(Check.SHA1)),
          Map.entry("check_sha256sum", Set.of(Check.SHA256)),
          Map.entry("check_size", Set.of(Check.SIZE)),
          Map.entry("check_owner", Set.of(Check.OWNER)),
          Map.entry("check_group", Set.of(Check.GROUP)),
          Map.entry("check_perm", Set.of(Check.PERMISSION)),
          Map.entry("check_mtime", Set.of(Check.MTIME)),
          Map.entry("check_inode", Set.of(Check.INODE)));

  private static final List<String> ATTRIBUTES =
      List.of(
          "check_all, check_sum, check_md5sum, check_sha1sum, check_sha256sum, check_size,"
              + " check_owner, check_group, check_perm, check_mtime, check_inode, check_attrs,"
              + " realtime, whodata, report_changes, restore, recursion_level, restrict, tags,"
              + " follow_symbolic_link, diff_size_limit");

  private final ConfElement element;
  private final Set<String> warned;
  private final Set<Check> checks = EnumSet.allOf(Check.class);
  private boolean isRealtime;
  private boolean reportsChanges;
  private boolean isProtected;
  private boolean followsLink;
  private int recursionLevel = RECURSION_LEVEL;
  private long diffBytesMax;
  private Optional<Predicate<String>> restrict = Optional.empty();
  private List<String> tags = List.of();

  private DirectoriesReader(ConfElement element, long diffBytesMax, Set<String> warned) {
    this.element = element;
    this.diffBytesMax = diffBytesMax;
    this.warned = warned;
  }

  /**
   * Returns the paths; those that are none of this system are left out with a warning.
   *
   * @param diffBytesMax the longest text of which changes are told, unless it says another
   * @param warned what was warned of already
   */
  static List<WatchedPath> read(ConfElement element, long diffBytesMax, Set<String> warned) {
    DirectoriesReader reader = new DirectoriesReader(element, diffBytesMax, warned);
    element.xml().attributes().forEach(reader::attribute);
    return reader.paths();
  }

  private void attribute(XmlAttribute attribute) {
    Set<Check> named = CHECKS.get(attribute.name());
    if (named != null) {
      var unused = isYes(attribute) ? checks.addAll(named) : checks.removeAll(named);
      return;
    }
    switch (attribute.name()) {
      case "realtime" -> isRealtime |= isYes(attribute);
      case "whodata" -> whodata(attribute);
      case "report_changes" -> reportsChanges = isYes(attribute);
      case "restore" -> isProtected = isYes(attribute);
      case "follow_symbolic_link" -> followsLink = isYes(attribute);
      case "recursion_level" -> recursionLevel = level(attribute);
      case "restrict" -> restrict = SyscheckPatterns.expression(element, attribute.value());
      case "tags" -> tags = List.of(attribute.value().split(",", -1));
      case "diff_size_limit" ->
          diffBytesMax =
              Math.min(
                  DiffLimits.FILE_BYTES_MAX,
                  DiffLimits.bytes(element, attribute.value()).orElse(diffBytesMax));
      case "check_attrs" -> warn(attribute, "is of Windows and has no effect here");
      default ->
          element.fatal(
              "has unknown attribute "
                  + attribute.name()
                  + "; allowed: "
                  + String.join(", ", ATTRIBUTES));
    }
  }

  private void whodata(XmlAttribute attribute) {
    if (isYes(attribute)) {
      isRealtime = true;
      warn(attribute, "is realtime here: events do not say who made the change");
    }
  }

  private void warn(XmlAttribute attribute, String text) {
    if (warned.add("directories " + attribute.name())) {
      element.warning("attribute " + attribute.name() + " " + text);
    }
  }

  private boolean isYes(XmlAttribute attribute) {
    if (!attribute.value().equals("yes") && !attribute.value().equals("no")) {
      element.fatal("has " + attribute.name() + " '" + attribute.value() + "'; allowed: yes, no");
    }
    return attribute.value().equals("yes");
  }

  private int level(XmlAttribute attribute) {
    boolean isNumber = attribute.value().matches("\\d{1,3}");
    if (!isNumber || Integer.parseInt(attribute.value()) > RECURSION_LEVEL_MAX) {
      element.fatal(
          "has recursion_level '"
              + attribute.value()
              + "'; allowed: a whole number from 0 to "
              + RECURSION_LEVEL_MAX);
      return RECURSION_LEVEL;
    }
    return Integer.parseInt(attribute.value());
  }

  private List<WatchedPath> paths() {
    List<WatchedPath> paths = new ArrayList<>();
    for (String path : element.text().split(",", -1)) {
      String pattern = path.strip();
      if (pattern.startsWith("/") && pattern.indexOf('\0') < 0) {
        paths.add(path(pattern));
      } else {
        element.warning("names '" + pattern + "', which is no path of this system; left out");
      }
    }
    return paths;
  }

  private WatchedPath path(String pattern) {
    return new WatchedPath(
        pattern,
        checks,
        isRealtime,
        reportsChanges,
        isProtected,
        recursionLevel,
        restrict,
        followsLink,
        diffBytesMax,
        tags);
  }
}
