package io.threatlockdown.core.response;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.Latin1;
import io.threatlockdown.core.rule.Rule;
import io.threatlockdown.core.rule.Verdict;

/**
 * What a ruleset made of a line, as {@code tld logtest} prints it: one line of JSON in the manner
 * of alerts.json. Unlike there the line need not have raised an alert, and every part is present.
 * Safe for any thread.
 */
public final class VerdictJson {
  private final MitreCatalog mitre;

  /** Names techniques as that catalog does. */
  public VerdictJson(MitreCatalog mitre) {
    this.mitre = mitre;
  }

  /** Returns the event and its verdict as one line of JSON, without a newline. */
  public String of(Event event, Verdict verdict) {
    JsonLine line = new JsonLine();
    line.open();
    line.string("full_log", Latin1.toText(event.fullLog()));
    line.open("predecoder");
    event.programName().ifPresent(name -> line.string("program_name", Latin1.toText(name)));
    event.timestamp().ifPresent(time -> line.string("timestamp", Latin1.toText(time)));
    event.hostname().ifPresent(host -> line.string("hostname", Latin1.toText(host)));
    line.close();
    line.open("decoder");
    event.decoderParent().ifPresent(parent -> line.string("parent", Latin1.toText(parent)));
    event.decoderName().ifPresent(name -> line.string("name", Latin1.toText(name)));
    line.close();
    verdict
        .rule()
        .ifPresentOrElse(
            rule -> writeRule(rule, verdict.description(), line), () -> line.json("rule", "null"));
    AlertFields.writeEvenIfEmpty(event, line);
    line.string("location", Latin1.toText(event.line().location()));
    line.bool("alert", verdict.alert().isPresent());
    line.close();
    return line.toString();
  }

  private void writeRule(Rule rule, String description, JsonLine line) {
    line.open("rule");
    line.number("level", rule.level());
    line.string("description", Latin1.toText(description));
    line.string("id", Integer.toString(rule.id()));
    AlertJson.writeMitre(rule, mitre, line);
    AlertJson.writeGroups(rule, line);
    line.close();
  }
}
