package io.threatlockdown.core.source.integrity;

import io.threatlockdown.core.event.JsonText;
import io.threatlockdown.core.event.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A change in the form of Wazuh's agents, {@code {"type":"event","data":{…}}} (spec AR §6.7). Bytes
 * stay bytes: a name that is no UTF-8 is none in the line either.
 */
final class ChangeLine {
  /** What is left to a diff, whatever else there is. */
  private static final int LINE_BYTES_MAX = LogLine.BYTES_MAX - 1_024;

  static final String DIFF_CUT = "\nMore changes...";

  private final StringBuilder text = new StringBuilder(1_024);
  private final Set<Check> checks;

  private ChangeLine(Set<Check> checks) {
    this.checks = checks;
  }

  /**
   * Returns the line, at most {@link LogLine#BYTES_MAX} long: the diff is cut if need be.
   *
   * @param mode {@code realtime} or {@code scheduled}
   * @param symbolicPath the link by which the watched path was named
   * @param diff what has changed in the text
   */
  static String of(
      FileChange change,
      WatchedPath watched,
      String mode,
      Optional<String> symbolicPath,
      Optional<String> diff,
      Instant at) {
    ChangeLine line = new ChangeLine(watched.checks());
    line.text.append("{\"type\":\"event\",\"data\":{\"path\":");
    line.quote(change.path());
    line.text.append(",\"version\":2.0");
    line.string("mode", mode);
    line.string("type", change.type());
    line.text.append(",\"timestamp\":").append(at.getEpochSecond());
    symbolicPath.ifPresent(path -> line.string("symbolic_path", path));
    if (!watched.tags().isEmpty()) {
      line.string("tags", String.join(",", watched.tags()));
    }
    line.strings("changed_attributes", change.names());
    change.after().or(change::before).ifPresent(state -> line.attributes("attributes", state));
    if (change.after().isPresent()) {
      change.before().ifPresent(state -> line.attributes("old_attributes", state));
    }
    diff.ifPresent(line::diff);
    return line.text.append("}}").toString();
  }

  private void attributes(String name, FileState state) {
    text.append(",\"").append(name).append("\":{\"type\":\"file\"");
    // Numbers as texts: a decoder that reads doubles would write a large one with a fraction.
    string(Check.SIZE, "size", Long.toString(state.size()));
    string(Check.PERMISSION, "perm", state.permissions());
    string(Check.OWNER, "uid", Integer.toUnsignedString(state.uid()));
    string(Check.OWNER, "user_name", state.user());
    string(Check.GROUP, "gid", Integer.toUnsignedString(state.gid()));
    string(Check.GROUP, "group_name", state.group());
    string(Check.INODE, "inode", Long.toUnsignedString(state.inode()));
    string(Check.MTIME, "mtime", Long.toString(state.modified()));
    string(Check.MD5, "hash_md5", state.digests().md5());
    string(Check.SHA1, "hash_sha1", state.digests().sha1());
    string(Check.SHA256, "hash_sha256", state.digests().sha256());
    text.append('}');
  }

  private void string(Check check, String name, String value) {
    if (checks.contains(check) && !value.isEmpty()) {
      string(name, value);
    }
  }

  private void string(String name, String value) {
    text.append(",\"").append(name).append("\":");
    quote(value);
  }

  private void strings(String name, List<String> values) {
    if (values.isEmpty()) {
      return;
    }
    text.append(",\"").append(name).append("\":[\"");
    text.append(String.join("\",\"", values)).append("\"]");
  }

  private void diff(String diff) {
    text.append(",\"content_changes\":\"");
    for (int i = 0; i < diff.length(); i++) {
      if (text.length() > LINE_BYTES_MAX) {
        JsonText.escape(DIFF_CUT, text);
        break;
      }
      JsonText.escape(diff.charAt(i), text);
    }
    text.append('"');
  }

  private void quote(String value) {
    JsonText.quote(value, text);
  }
}
