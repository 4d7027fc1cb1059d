package io.threatlockdown.core.decode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Windows' audit events mean by numbers such as {@code %%8272}: the message table of
 * msobjs.dll, as Microsoft documents the audit policy's categories and subcategories.
 */
final class AuditPolicyNames {
  private static final Map<Integer, String> CATEGORIES =
      numbered(
          8272,
          "System",
          "Logon/Logoff",
          "Object Access",
          "Privilege Use",
          "Detailed Tracking",
          "Policy Change",
          "Account Management",
          "DS Access",
          "Account Logon");

  private static final Map<Integer, String> CHANGES =
      numbered(8448, "Success removed", "Success added", "Failure removed", "Failure added");

  private static final Map<Integer, String> SUBCATEGORIES = subcategories();

  private AuditPolicyNames() {}

  /** Returns the category that {@code %%8272} and the like stand for. */
  static Optional<String> category(String id) {
    return named(CATEGORIES, id);
  }

  /** Returns the subcategory that {@code %%12544} and the like stand for. */
  static Optional<String> subcategory(String id) {
    return named(SUBCATEGORIES, id);
  }

  /** Returns what happened to the policy by {@code %%8448} to {@code %%8451}. */
  static Optional<String> change(String id) {
    return named(CHANGES, id);
  }

  private static Optional<String> named(Map<Integer, String> names, String id) {
    String digits = id.strip();
    if (!digits.matches("%%[0-9]{1,6}")) {
      return Optional.empty();
    }
    return Optional.ofNullable(names.get(Integer.parseInt(digits.substring(2))));
  }

  private static Map<Integer, String> subcategories() {
    Map<Integer, String> names = new HashMap<>();
    List.of(
            numbered(
                12288,
                "Security State Change",
                "Security System Extension",
                "System Integrity",
                "IPsec Driver",
                "Other System Events"),
            numbered(
                12544,
                "Logon",
                "Logoff",
                "Account Lockout",
                "IPsec Main Mode",
                "Special Logon",
                "IPsec Quick Mode",
                "IPsec Extended Mode",
                "Other Logon/Logoff Events",
                "Network Policy Server",
                "User / Device Claims",
                "Group Membership"),
            numbered(
                12800,
                "File System",
                "Registry",
                "Kernel Object",
                "SAM",
                "Other Object Access Events",
                "Certification Services",
                "Application Generated",
                "Handle Manipulation",
                "File Share",
                "Filtering Platform Packet Drop",
                "Filtering Platform Connection",
                "Detailed File Share",
                "Removable Storage",
                "Central Policy Staging"),
            numbered(
                13056,
                "Sensitive Privilege Use",
                "Non Sensitive Privilege Use",
                "Other Privilege Use Events"),
            numbered(
                13312,
                "Process Creation",
                "Process Termination",
                "DPAPI Activity",
                "RPC Events",
                "Plug and Play Events",
                "Token Right Adjusted Events"),
            numbered(
                13568,
                "Audit Policy Change",
                "Authentication Policy Change",
                "Authorization Policy Change",
                "MPSSVC Rule-Level Policy Change",
                "Filtering Platform Policy Change",
                "Other Policy Change Events"),
            numbered(
                13824,
                "User Account Management",
                "Computer Account Management",
                "Security Group Management",
                "Distribution Group Management",
                "Application Group Management",
                "Other Account Management Events"),
            numbered(
                14080,
                "Directory Service Access",
                "Directory Service Changes",
                "Directory Service Replication",
                "Detailed Directory Service Replication"),
            numbered(
                14336,
                "Credential Validation",
                "Kerberos Service Ticket Operations",
                "Other Account Logon Events",
                "Kerberos Authentication Service"))
        .forEach(names::putAll);
    return Map.copyOf(names);
  }

  private static Map<Integer, String> numbered(int first, String... texts) {
    Map<Integer, String> names = new HashMap<>();
    for (int i = 0; i < texts.length; i++) {
      names.put(first + i, texts[i]);
    }
    return Map.copyOf(names);
  }
}
