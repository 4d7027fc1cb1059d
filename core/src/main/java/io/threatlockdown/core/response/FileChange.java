package io.threatlockdown.core.response;

import io.threatlockdown.core.event.Event;
import io.threatlockdown.core.event.Latin1;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code syscheck} object of a file-integrity alert, made of the dynamic fields that its
 * decoder sets (spec AR §5.1, ruleset §6.2).
 */
final class FileChange {
  /** Attributes with a value before and after: name in the alert, name of the field. */
  private static final List<Map.Entry<String, String>> ATTRIBUTES =
      List.of(
          Map.entry("size", "size"),
          Map.entry("perm", "perm"),
          Map.entry("uid", "uid"),
          Map.entry("gid", "gid"),
          Map.entry("md5", "md5"),
          Map.entry("sha1", "sha1"),
          Map.entry("sha256", "sha256"),
          Map.entry("attrs", "win_attributes"),
          Map.entry("uname", "uname"),
          Map.entry("gname", "gname"),
          Map.entry("mtime", "mtime"),
          Map.entry("inode", "inode"));

  private static final DateTimeFormatter MTIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

  private final Event event;
  private final ZoneId zone;
  private final JsonLine into;

  private FileChange(Event event, ZoneId zone, JsonLine into) {
    this.event = event;
    this.zone = zone;
    this.into = into;
  }

  /** Writes the object. */
  static void write(Event event, ZoneId zone, JsonLine into) {
    new FileChange(event, zone, into).write();
  }

  private void write() {
    into.open("syscheck");
    string("path", "file");
    field("hard_links").filter(AlertFields::isArray).ifPresent(v -> into.json("hard_links", v));
    for (String name : List.of("mode", "symbolic_path", "arch", "value_name", "value_type")) {
      string(name, name);
    }
    for (Map.Entry<String, String> attribute : ATTRIBUTES) {
      attribute(attribute.getKey(), attribute.getValue());
    }
    string("diff", "changed_content");
    strings("tags", "tag");
    strings("changed_attributes", "changed_fields");
    string("event", "event_type");
    writeAudit();
    into.close();
  }

  private void attribute(String name, String fieldName) {
    Optional<String> after = field(fieldName);
    Optional<String> before =
        field(fieldName + "_before").filter(v -> !after.equals(Optional.of(v)));
    before.ifPresent(value -> value(name, "_before", value));
    after.ifPresent(value -> value(name, "_after", value));
  }

  private void value(String name, String suffix, String value) {
    boolean digits = value.matches("\\d{1,18}");
    if (name.equals("inode") && digits) {
      into.number(name + suffix, Long.parseLong(value));
    } else if (name.equals("mtime") && digits && value.length() <= 11) {
      Instant at = Instant.ofEpochSecond(Long.parseLong(value));
      into.string(name + suffix, MTIME.format(at.atZone(zone)));
    } else {
      into.string(name + suffix, value);
    }
  }

  private void writeAudit() {
    if (field("process_id").isEmpty() && field("user_id").isEmpty()) {
      return;
    }
    into.open("audit");
    group("user", "id", "user_id", "name", "user_name");
    group("group", "id", "group_id", "name", "group_name");
    group(
        "process",
        "id",
        "process_id",
        "name",
        "process_name",
        "cwd",
        "cwd",
        "parent_name",
        "parent_name",
        "parent_cwd",
        "parent_cwd",
        "ppid",
        "ppid");
    group("login_user", "id", "audit_uid", "name", "audit_name");
    group("effective_user", "id", "effective_uid", "name", "effective_name");
    into.close();
  }

  /** Writes an object of pairs: name in the alert, name of the field. */
  private void group(String name, String... pairs) {
    into.open(name);
    for (int i = 0; i < pairs.length; i += 2) {
      string(pairs[i], pairs[i + 1]);
    }
    into.close();
  }

  private void string(String name, String fieldName) {
    field(fieldName).ifPresent(value -> into.string(name, value));
  }

  private void strings(String name, String fieldName) {
    field(fieldName).ifPresent(value -> into.strings(name, List.of(value.split(",", -1))));
  }

  private Optional<String> field(String name) {
    return event.dynamicField(name).map(Latin1::toText);
  }
}
