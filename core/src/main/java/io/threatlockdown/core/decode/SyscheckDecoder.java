package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.Category;
import io.threatlockdown.core.event.DynamicField;
import io.threatlockdown.core.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * File-integrity events: {@code {"type":"event","data":{"path":…,"type":"modified",…}}} (spec
 * ruleset §6.2). What it cannot read gets no decoder name and no field, so no rule matches it.
 */
final class SyscheckDecoder {
  private static final JsonOptions OPTIONS = new JsonOptions(true, true);

  private static final Set<String> CHANGES = Set.of("added", "modified", "deleted");

  /** What stands for an entry of each type in texts and, behind {@code syscheck_}, in names. */
  private static final Map<String, String> ENTRIES =
      Map.of(
          "file", "File",
          "registry_key", "Registry Key",
          "registry_value", "Registry Value");

  /** A value of the entry: its name in the event sent, and the field it becomes. */
  private record Attribute(String sent, String field) {}

  /** What has a value before and one after. */
  private static final List<Attribute> ATTRIBUTES =
      List.of(
          new Attribute("size", "size"),
          new Attribute("perm", "perm"),
          new Attribute("uid", "uid"),
          new Attribute("user_name", "uname"),
          new Attribute("gid", "gid"),
          new Attribute("group_name", "gname"),
          new Attribute("mtime", "mtime"),
          new Attribute("inode", "inode"),
          new Attribute("hash_md5", "md5"),
          new Attribute("hash_sha1", "sha1"),
          new Attribute("hash_sha256", "sha256"),
          new Attribute("attributes", "win_attributes"));

  /** What the event sent says once, by its path. */
  private static final List<Attribute> PROPERTIES =
      List.of(
          new Attribute("path", "file"),
          new Attribute("hard_links", "hard_links"),
          new Attribute("mode", "mode"),
          new Attribute("content_changes", "changed_content"),
          new Attribute("changed_attributes", "changed_fields"),
          new Attribute("tags", "tag"),
          new Attribute("symbolic_path", "symbolic_path"),
          new Attribute("arch", "arch"),
          new Attribute("value_name", "value_name"),
          new Attribute("value_type", "value_type"),
          new Attribute("attributes.value_type", "value_type"),
          new Attribute("index", "hash_full_path"),
          new Attribute("attributes.type", "entry_type"),
          new Attribute("type", "event_type"),
          new Attribute("audit.user_id", "user_id"),
          new Attribute("audit.user_name", "user_name"),
          new Attribute("audit.group_id", "group_id"),
          new Attribute("audit.group_name", "group_name"),
          new Attribute("audit.process_name", "process_name"),
          new Attribute("audit.parent_name", "parent_name"),
          new Attribute("audit.cwd", "cwd"),
          new Attribute("audit.parent_cwd", "parent_cwd"),
          new Attribute("audit.audit_uid", "audit_uid"),
          new Attribute("audit.audit_name", "audit_name"),
          new Attribute("audit.effective_uid", "effective_uid"),
          new Attribute("audit.effective_name", "effective_name"),
          new Attribute("audit.ppid", "ppid"),
          new Attribute("audit.process_id", "process_id"));

  private final Map<String, String> sent;
  private final Event.Builder event;

  private SyscheckDecoder(Map<String, String> sent, Event.Builder event) {
    this.sent = sent;
    this.event = event;
  }

  /** Adds the fields of a file-integrity event, its decoder's name, and its description as text. */
  static void decode(String text, Event.Builder event) {
    event.category(Category.OSSEC);
    Map<String, String> sent = new HashMap<>();
    for (DynamicField field : JsonFields.read(text, 0, OPTIONS, Set.of())) {
      // Of names that repeat the first counts, as everywhere.
      sent.putIfAbsent(field.name(), field.value());
    }
    new SyscheckDecoder(sent, event).decode();
  }

  private void decode() {
    String change = value("data.type").orElse("");
    String entry = value("data.attributes.type").orElse("file");
    Optional<String> path = value("data.path");
    if (!CHANGES.contains(change) || !ENTRIES.containsKey(entry) || path.isEmpty()) {
      return;
    }
    event.decoder(decoderName(entry, change), Optional.empty(), Category.OSSEC);
    for (Attribute property : PROPERTIES) {
      value("data." + property.sent())
          .ifPresent(value -> event.dynamicField(property.field(), value));
    }
    for (Attribute attribute : ATTRIBUTES) {
      after(attribute).ifPresent(value -> event.dynamicField(attribute.field(), value));
      before(attribute)
          .ifPresent(value -> event.dynamicField(attribute.field() + "_before", value));
    }
    event.text(description(entry, path.get(), change));
  }

  private static String decoderName(String entry, String change) {
    if (!entry.equals("file")) {
      return "syscheck_" + entry + "_" + change;
    }
    return switch (change) {
      case "added" -> "syscheck_new_entry";
      case "deleted" -> "syscheck_deleted";
      default -> "syscheck_integrity_changed";
    };
  }

  private String description(String entry, String path, String change) {
    StringBuilder text = new StringBuilder();
    text.append(ENTRIES.get(entry)).append(" '").append(fullPath(entry, path)).append("' ");
    text.append(change).append('\n');
    text.append("Mode: ").append(value("data.mode").orElse("scheduled")).append('\n');
    value("data.changed_attributes")
        .ifPresent(names -> text.append("Changed attributes: ").append(names).append('\n'));
    for (Attribute attribute : ATTRIBUTES) {
      Optional<String> before = before(attribute);
      Optional<String> after = after(attribute);
      if (before.isPresent() && after.isPresent() && !before.equals(after)) {
        text.append(change(attribute.field(), before.get(), after.get())).append('\n');
      }
    }
    return text.toString();
  }

  /** Returns the path as descriptions show it: of the registry with its half and its value. */
  private String fullPath(String entry, String path) {
    String arch = entry.equals("file") ? "" : value("data.arch").orElse("");
    String name = entry.equals("registry_value") ? value("data.value_name").orElse("") : "";
    return (arch.isEmpty() ? "" : arch + " ") + path + (name.isEmpty() ? "" : "\\" + name);
  }

  private static String change(String field, String before, String after) {
    return switch (field) {
      case "size" -> "Size changed from '" + before + "' to '" + after + "'";
      case "perm" -> "Permissions changed from '" + before + "' to '" + after + "'";
      case "uid" -> "Ownership was '" + before + "', now it is '" + after + "'";
      case "uname" -> "User name was '" + before + "', now it is '" + after + "'";
      case "gid" -> "Group ownership was '" + before + "', now it is '" + after + "'";
      case "gname" -> "Group name was '" + before + "', now it is '" + after + "'";
      case "mtime" -> "Old modification time was: '" + before + "', now it is '" + after + "'";
      case "inode" -> "Old inode was: '" + before + "', now it is '" + after + "'";
      case "win_attributes" ->
          "Old attributes were: '" + before + "'\nNow they are '" + after + "'";
      default ->
          "Old " + field + "sum was: '" + before + "'\nNew " + field + "sum is : '" + after + "'";
    };
  }

  private Optional<String> after(Attribute attribute) {
    return value("data.attributes." + attribute.sent());
  }

  private Optional<String> before(Attribute attribute) {
    return value("data.old_attributes." + attribute.sent());
  }

  private Optional<String> value(String path) {
    return Optional.ofNullable(sent.get(path)).filter(value -> !value.isEmpty());
  }
}
