package io.threatlockdown.ops.program;

import io.threatlockdown.core.response.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A response program that nobody but root, or the user this service runs as, can have put there or
 * changed. Checked right before each start: with these owners nobody else can exchange it between
 * the look and the start.
 *
 * @param directory which it is in, absolute
 * @param name in that directory
 */
record ProgramFile(Path directory, String name) {
  private static final Path USUAL_PLACE = Path.of("active-response", "bin");
  private static final int ROOT = 0;
  private static final int OTHERS_WRITE = 0022;
  private static final int STICKY = 01000;
  private static final int PERMISSIONS = 07777;
  private static final int NAME_CHARS_MAX = 255;

  /** Returns the program, or says why it is not to be started. */
  static ProgramFile find(Path directory, String name) throws ActionException {
    checkName(name);
    try {
      Path absolute = directory.toAbsolutePath().normalize();
      checkDirectory(absolute);
      checkFile(absolute, name);
      return new ProgramFile(absolute, name);
    } catch (NoSuchFileException missing) {
      throw new ActionException("there is no " + missing.getFile());
    } catch (IOException refused) {
      throw new ActionException("cannot look at program " + name + ": " + refused, refused);
    }
  }

  /** Returns where Wazuh starts it: the directory above {@code active-response/bin}. */
  Path workingDirectory() {
    Path above = directory.endsWith(USUAL_PLACE) ? parent(directory) : directory;
    return parent(above);
  }

  /** Returns its path from there, which is the name that it is started by. */
  String relative() {
    return workingDirectory().relativize(directory.resolve(name)).toString();
  }

  /** Returns its whole path, which is the name that OSSEC starts it by. */
  String absolute() {
    return directory.resolve(name).toString();
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private static void checkName(String name) throws ActionException {
    boolean plain =
        !name.isEmpty()
            && name.length() <= NAME_CHARS_MAX
            && "-.".indexOf(name.charAt(0)) < 0
            && !name.contains("..")
            && name.indexOf('/') < 0
            && name.chars().noneMatch(Character::isISOControl);
    if (!plain) {
      throw new ActionException(
          "program "
              + Excerpt.quoted(name)
              + " is no plain file name; '/', '..' and a leading '.'"
              + " or '-' are not allowed");
    }
  }

  /** Others must not be able to put programs there, nor another directory in its place. */
  private static void checkDirectory(Path directory) throws IOException, ActionException {
    Path real = directory.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new ActionException(directory + " is no directory");
    }
    checkOwner(real, false);
    Set<Path> above = new LinkedHashSet<>();
    for (Path path : new Path[] {directory, real}) {
      for (Path up = path.getParent(); up != null; up = up.getParent()) {
        above.add(up);
      }
    }
    for (Path up : above) {
      checkOwner(up, true);
    }
  }

  private static void checkFile(Path directory, String name) throws IOException, ActionException {
    Path file = directory.resolve(name);
    Path real = file.toRealPath();
    if (!directory.toRealPath().equals(real.getParent())) {
      throw new ActionException(file + " leads out of its directory, to " + real);
    }
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      throw new ActionException(file + " is no regular file");
    }
    checkOwner(real, false);
    if (!Files.isExecutable(real)) {
      throw new ActionException("%s may not be executed (mode %04o)".formatted(file, mode(real)));
    }
  }

  /** A directory that others may write to keeps them from exchanging what is ours if sticky. */
  private static void checkOwner(Path path, boolean stickyWillDo)
      throws IOException, ActionException {
    int owner = owner(path);
    if (owner != ROOT && owner != owner(Path.of("/proc/self"))) {
      throw new ActionException(
          path + " belongs to user " + owner + ", not to root or the user of this service");
    }
    int mode = mode(path);
    if ((mode & OTHERS_WRITE) != 0 && !(stickyWillDo && (mode & STICKY) != 0)) {
      throw new ActionException(
          "%s can be written by more than its owner (mode %04o)".formatted(path, mode));
    }
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode") & PERMISSIONS;
  }
}
