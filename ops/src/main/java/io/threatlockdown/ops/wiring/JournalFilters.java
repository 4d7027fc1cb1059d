package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.expression.Expression;
import io.threatlockdown.core.expression.Expressions;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.expression.PatternException;
import io.threatlockdown.core.source.JournalFilter;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.config.LocalFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What all journald localfiles together want of the systemd journal. */
final class JournalFilters {
  private JournalFilters() {}

  /**
   * Returns the entries that satisfy all filters of at least one localfile; empty without a
   * journald localfile.
   *
   * @param problems told of a pattern that does not compile; its localfile is left out
   * @param file the ossec.conf, for messages
   */
  static Optional<JournalFilter> of(
      List<LocalFile> localFiles, String file, Consumer<Problem> problems) {
    List<Predicate<Map<String, String>>> wanted = new ArrayList<>();
    Set<String> fields = new HashSet<>();
    for (LocalFile localFile : localFiles) {
      if (localFile.format() == LocalFile.Format.JOURNALD) {
        try {
          wanted.add(allOf(localFile.filters()));
          localFile.filters().forEach(filter -> fields.add(filter.field()));
        } catch (PatternException wrong) {
          problems.accept(
              new Problem(
                  Problem.Severity.ERROR,
                  file,
                  0,
                  "a <filter> of a journald <localfile> is no PCRE2 pattern: "
                      + wrong.getMessage()));
        }
      }
    }
    return wanted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JournalFilter(
                fields, entry -> wanted.stream().anyMatch(filter -> filter.test(entry))));
  }

  private static Predicate<Map<String, String>> allOf(List<LocalFile.JournalFilter> filters)
      throws PatternException {
    Predicate<Map<String, String>> all = entry -> true;
    for (LocalFile.JournalFilter filter : filters) {
      Expression pattern = Expressions.compile(Flavour.PCRE2, filter.pattern());
      all =
          all.and(
              entry ->
                  Optional.ofNullable(entry.get(filter.field()))
                      .map(pattern::matches)
                      .orElse(filter.ignoreIfMissing()));
    }
    return all;
  }
}
