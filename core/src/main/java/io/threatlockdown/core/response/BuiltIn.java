package io.threatlockdown.core.response;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The responses that this process carries out itself instead of starting the program whose name
 * they bear. The names are those of Wazuh 4.14's and OSSEC 4's programs (spec AR §4), and ours for
 * what those do not have.
 */
public enum BuiltIn {
  /** An entry in /etc/hosts.deny. */
  HOST_DENY(Subject.ADDRESS, "host-deny", "host-deny.sh"),
  /** A route that rejects what would be sent to the address. */
  ROUTE_NULL(Subject.ADDRESS, "route-null", "route-null.sh"),
  /** A locked and expired account. */
  DISABLE_ACCOUNT(Subject.ACCOUNT, "disable-account", "disable-account.sh"),
  /** A rich rule of firewalld. */
  FIREWALLD_DROP(Subject.ADDRESS, "firewalld-drop", "firewalld-drop.sh"),
  /** A file named like the address in /ipblock. */
  IP_CUSTOMBLOCK(Subject.ADDRESS, "ip-customblock", "ip-customblock.sh"),
  /** A restart of this service, which keeps its blocks. */
  RESTART(Subject.HOST, "restart-wazuh", "restart-ossec.sh", "restart.sh"),
  /** A limit on what the address may send. */
  THROTTLE(Subject.ADDRESS, "throttle"),
  /** A drop of what the address sends to some ports only. */
  DROP_PORT(Subject.ADDRESS, "drop-port"),
  /** The protected copy of a file, put back. */
  RESTORE_FILE(Subject.FILE, "restore-file");

  /** Names of what the firewall does by itself, and of no built-in response. */
  private static final List<String> DROPS =
      List.of("firewall-drop", "firewall-drop.sh", "default-firewall-drop");

  private final Subject subject;

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes it so.
  private final List<String> names;

  BuiltIn(Subject subject, String... names) {
    this.subject = subject;
    this.names = List.of(names);
  }

  /** Returns what it is about. */
  public Subject subject() {
    return subject;
  }

  /** Returns the one that stands in for the program; empty if none does. */
  public static Optional<BuiltIn> of(String program) {
    return Arrays.stream(values()).filter(each -> each.names.contains(program)).findFirst();
  }

  /**
   * Whether the program of that name leaves the source no way in: what is heard of it then is late.
   */
  static boolean shutsOut(String program) {
    return isDrop(program)
        || of(program).filter(each -> each == ROUTE_NULL || each == FIREWALLD_DROP).isPresent();
  }

  /** Whether the program of that name is stood in for by the firewall's drops. */
  public static boolean isDrop(String program) {
    return DROPS.contains(program);
  }
}
