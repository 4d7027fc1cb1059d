package io.threatlockdown.core.rule;

import io.threatlockdown.core.xml.ConfigFile;
import io.threatlockdown.core.xml.LenientXml;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.core.xml.XmlElement;
import io.threatlockdown.core.xml.XmlException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads rule files in load order into a tree. What is wrong is reported and left out. */
final class RuleFiles {
  private final Map<String, CdbList> lists = new HashMap<>();
  private final RuleDialect dialect;
  private final Consumer<Problem> problems;
  private final RuleTree tree;

  RuleFiles(RuleDialect dialect, List<ConfigFile> listFiles, Consumer<Problem> problems) {
    this.dialect = dialect;
    this.problems = problems;
    this.tree = new RuleTree(dialect, problems);
    for (ConfigFile file : listFiles) {
      lists.put(file.name(), CdbList.read(file, problems));
    }
  }

  RuleTree read(List<ConfigFile> files) {
    files.forEach(this::read);
    return tree;
  }

  private void read(ConfigFile file) {
    try {
      for (XmlElement root : LenientXml.parseRuleset(file)) {
        if (root.name().equals("group")) {
          readGroup(root, file);
        } else {
          wrong(file, root, "expected <group name=\"...\"> or <var>, found <" + root.name() + ">");
        }
      }
    } catch (XmlException unreadable) {
      problems.accept(
          new Problem(
              Problem.Severity.ERROR,
              file.name(),
              unreadable.line(),
              unreadable.getMessage() + "; the file is left out"));
    }
  }

  private void readGroup(XmlElement group, ConfigFile file) {
    if (group.attribute("name").isEmpty()) {
      wrong(file, group, "<group> needs attribute name");
      return;
    }
    for (XmlElement element : group.children()) {
      if (element.name().equals("rule")) {
        new RuleReader.Context(dialect, group.attribute("name").get(), lists, file.name(), problems)
            .read(element)
            .ifPresent(read -> tree.add(read, file.name()));
      } else {
        wrong(file, element, "expected <rule>, found <" + element.name() + ">");
      }
    }
  }

  private void wrong(ConfigFile file, XmlElement element, String text) {
    problems.accept(
        new Problem(Problem.Severity.ERROR, file.name(), element.line(), text + "; left out"));
  }
}
