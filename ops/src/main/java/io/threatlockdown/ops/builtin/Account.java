package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An account as /etc/passwd and /etc/shadow have it.
 *
 * @param uid its number
 * @param password the password's field of shadow(5): a hash, or what no password fits
 * @param expires the day since 1970 on which it expires; empty for never
 */
record Account(String name, int uid, String password, String expires) {
  private static final int NAME_MAX = 256;
  private static final int UID_FIELD = 2;
  private static final int SHADOW_FIELDS = 9;
  private static final int PASSWORD_FIELD = 1;
  private static final int EXPIRES_FIELD = 7;

  /** What no account is called that a response is about (spec AR §3.3). */
  private static final Pattern NOT_A_NAME = Pattern.compile("^[-+~]|[:,/\\\\\\s\\p{Cntrl}]|\\.\\.");

  /** Whether it could be an account's name; of root it never is. */
  static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= NAME_MAX
        && !name.equals("root")
        && !NOT_A_NAME.matcher(name).find();
  }

  /**
   * Returns the account of that name.
   *
   * @param root where etc is
   * @throws ActionException if there is not exactly one in these files
   */
  static Account read(Path root, String name) throws ActionException, IOException {
    String[] passwd = line(root.resolve("etc/passwd"), name);
    String[] shadow = line(root.resolve("etc/shadow"), name);
    if (passwd.length <= UID_FIELD || shadow.length < SHADOW_FIELDS) {
      throw new ActionException("the account " + name + " is not as passwd and shadow say");
    }
    try {
      return new Account(
          name, Integer.parseInt(passwd[UID_FIELD]), shadow[PASSWORD_FIELD], shadow[EXPIRES_FIELD]);
    } catch (NumberFormatException noNumber) {
      throw new ActionException("the account " + name + " has no number", noNumber);
    }
  }

  /** Whether no password fits, and did before it was locked. */
  boolean isLocked() {
    return password.startsWith("!");
  }

  private static String[] line(Path file, String name) throws ActionException, IOException {
    Optional<String> text = new SafeFile(file).read();
    List<String> lines =
        text.orElse("").lines().filter(line -> line.startsWith(name + ":")).toList();
    if (lines.size() != 1) {
      throw new ActionException(
          lines.isEmpty()
              ? "there is no account " + name + " in " + file
              : "there is more than one account " + name + " in " + file);
    }
    return lines.get(0).split(":", -1);
  }
}
