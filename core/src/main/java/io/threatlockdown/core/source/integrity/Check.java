package io.threatlockdown.core.source.integrity;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What of a file is compared: one of Wazuh's {@code check_*} attributes. */
public enum Check {
  /** How long it is. */
  SIZE,
  /** Its mode, and with it its kind. */
  PERMISSION,
  /** Whose it is, by number and by name. */
  OWNER,
  /** Which group's it is, by number and by name. */
  GROUP,
  /** When it was last written, in seconds. */
  MTIME,
  /** Which file has the name. */
  INODE,
  /** The MD5 of what it holds. */
  MD5,
  /** The SHA-1 of what it holds. */
  SHA1,
  /** The SHA-256 of what it holds. */
  SHA256;

  /** Everything, which is what {@code check_all} says. */
  public static final Set<Check> ALL = Set.copyOf(EnumSet.allOf(Check.class));

  /** Returns the names of what differs, as {@code changed_attributes} has them. */
  List<String> changed(FileState before, FileState after) {
    return switch (this) {
      case SIZE -> differing("size", before.size(), after.size());
      case PERMISSION -> differing("permission", before.mode(), after.mode());
      case OWNER -> {
        List<String> names = differing("uid", before.uid(), after.uid());
        names.addAll(differing("user_name", before.user(), after.user()));
        yield names;
      }
      case GROUP -> {
        List<String> names = differing("gid", before.gid(), after.gid());
        names.addAll(differing("group_name", before.group(), after.group()));
        yield names;
      }
      case MTIME -> differing("mtime", before.modified(), after.modified());
      case INODE -> differing("inode", before.inode(), after.inode());
      case MD5 -> differing("md5", before.digests().md5(), after.digests().md5());
      case SHA1 -> differing("sha1", before.digests().sha1(), after.digests().sha1());
      case SHA256 -> differing("sha256", before.digests().sha256(), after.digests().sha256());
    };
  }

  private static List<String> differing(String name, Object before, Object after) {
    return before.equals(after) ? new ArrayList<>() : new ArrayList<>(List.of(name));
  }
}
