package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A local account whose password is locked and which has expired, so that keys open it no more
 * either. What it was before is remembered, and only what is still as we made it is undone.
 */
final class DisableAccount implements Response {
  /** In extra_args: what the account runs is ended too. */
  static final String END_SESSIONS = "end-sessions";

  private static final int UID_MIN = 1_000;
  private static final int NOBODY = 65_534;

  /** The second day of 1970: 0 means something else to some programs. */
  private static final String EXPIRED = "1";

  private static final String LOCKED = "locked";
  private static final String EXPIRES = "expires=";
  private static final String EMPTY_PASSWORD = "empty";

  private final Path root;
  private final Predicate<String> guarded;
  private final Sessions sessions;
  private final Remembered before;

  DisableAccount(Path root, Path data, Predicate<String> guarded, Sessions sessions) {
    this.root = root;
    this.guarded = guarded;
    this.sessions = sessions;
    this.before = new Remembered(data.resolve("disable-account"));
  }

  @Override
  public Optional<String> add(BlockOrder order) throws ActionException, IOException {
    boolean endSessions = endSessions(order);
    String name = Orders.onlyKey(order);
    if (!Account.isName(name)) {
      throw new ActionException("no account is called so, or none that may be disabled: " + name);
    }
    Account account = Account.read(root, name);
    if (guarded.test(name)) {
      throw new ActionException("the account " + name + " is guarded");
    }
    if (account.uid() < UID_MIN || account.uid() == NOBODY) {
      throw new ActionException("the account " + name + " is one of the system: " + account.uid());
    }
    if (before.of(name).isEmpty()) {
      before.remember(name, memory(account));
    }
    if (!isDisabled(account)) {
      usermod(List.of("-L", "-e", EXPIRED, name));
    }
    if (!isDisabled(Account.read(root, name))) {
      throw new ActionException("the account " + name + " is not disabled when read back");
    }
    return endSessions
        ? Optional.of("ended " + sessions.end(account.uid()) + " processes")
        : Optional.empty();
  }

  @Override
  public void delete(BlockOrder order) throws ActionException, IOException {
    String name = Orders.onlyKey(order);
    Optional<String> memory = Account.isName(name) ? before.of(name) : Optional.empty();
    if (memory.isEmpty()) {
      return;
    }
    undo(Account.read(root, name), memory.get().lines().toList());
    before.forget(name);
  }

  private void undo(Account account, List<String> was) throws ActionException, IOException {
    boolean unlock = account.isLocked() && !was.contains(LOCKED);
    boolean wasEmpty = was.contains(EMPTY_PASSWORD);
    String expires = EXPIRED;
    for (String line : was) {
      expires = line.startsWith(EXPIRES) ? line.substring(EXPIRES.length()) : expires;
    }
    boolean restore = account.expires().equals(EXPIRED) && !expires.equals(EXPIRED);
    List<String> words = new ArrayList<>();
    if (unlock && !wasEmpty) {
      words.add("-U");
    }
    if (restore) {
      words.addAll(List.of("-e", expires));
    }
    if (!words.isEmpty()) {
      words.add(account.name());
      usermod(words);
    }
    if (unlock && wasEmpty) {
      usermod(List.of("-p", "", account.name())); // It refuses to unlock into no password.
    }
    Account now = Account.read(root, account.name());
    if ((unlock && now.isLocked()) || (restore && now.expires().equals(EXPIRED))) {
      throw new ActionException(
          "the account " + account.name() + " is still disabled when read back");
    }
  }

  private static boolean isDisabled(Account account) {
    return account.isLocked() && account.expires().equals(EXPIRED);
  }

  private static String memory(Account account) {
    String password =
        account.isLocked() ? LOCKED : account.password().isEmpty() ? EMPTY_PASSWORD : "open";
    return password + "\n" + EXPIRES + account.expires() + "\n";
  }

  private static boolean endSessions(BlockOrder order) throws ActionException {
    List<String> words = Orders.extraArgs(order);
    if (words.isEmpty()) {
      return false;
    }
    if (words.equals(List.of(END_SESSIONS))) {
      return true;
    }
    throw new ActionException("extra_args of disable-account is end-sessions: was " + words);
  }

  private void usermod(List<String> words) throws ActionException {
    List<String> all = new ArrayList<>();
    if (!root.equals(Path.of("/"))) {
      all.addAll(List.of("--prefix", root.toString()));
    }
    all.addAll(words);
    SystemProgram.find("usermod").runOk(all);
  }
}
