package io.threatlockdown.core.source.integrity;

/**
 * What a file is, or was: everything but a directory.
 *
 * @param mode with the bits of the kind (S_IFMT)
 * @param user its name, else the number again
 * @param modified seconds since 1970
 */
record FileState(
    long size,
    int mode,
    int uid,
    int gid,
    String user,
    String group,
    long modified,
    long device,
    long inode,
    Digests digests) {
  private static final int KIND = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;

  boolean isRegular() {
    return (mode & KIND) == REGULAR;
  }

  boolean isDirectory() {
    return (mode & KIND) == DIRECTORY;
  }

  boolean isLink() {
    return (mode & KIND) == LINK;
  }

  FileState with(Digests known) {
    return new FileState(size, mode, uid, gid, user, group, modified, device, inode, known);
  }

  /** Returns the permissions as ls(1) writes them. */
  String permissions() {
    StringBuilder text = new StringBuilder(9);
    for (int shift = 6; shift >= 0; shift -= 3) {
      int bits = mode >> shift;
      boolean isSpecial = (mode & (01000 << (shift / 3))) != 0;
      boolean runs = (bits & 1) != 0;
      char special = shift == 0 ? 't' : 's';
      text.append((bits & 4) != 0 ? 'r' : '-').append((bits & 2) != 0 ? 'w' : '-');
      if (isSpecial) {
        text.append(runs ? special : Character.toUpperCase(special));
      } else {
        text.append(runs ? 'x' : '-');
      }
    }
    return text.toString();
  }
}
