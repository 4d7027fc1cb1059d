package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.xml.ConfigFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The order in which OSSEC loads rule files: that of the includes in its shipped ossec.conf. A rule
 * finds its parents only among those loaded before. Files it does not name come after those, by
 * name but for {@link ParentsFirst}; {@code local_rules.xml} is last.
 */
final class OssecOrder {
  private static final List<String> FIRST =
      List.of(
          "rules_config pam sshd telnetd syslog arpwatch symantec-av symantec-ws pix named smbd",
          "vsftpd pure-ftpd proftpd ms_ftpd ftpd hordeimp roundcube wordpress cimserver vpopmail",
          "vmpop3d courier web web_appsec apache nginx php mysql postgresql ids squid firewall",
          "apparmor cisco-ios netscreenfw sonicwall postfix sendmail imapd mailscanner dovecot",
          "ms-exchange racoon vpn_concentrator spamd msauth mcafee_av trend-osce ms-se zeus",
          "solaris_bsm vmware ms_dhcp asterisk ossec attack");

  private static final List<String> NAMES =
      FIRST.stream()
          .flatMap(line -> List.of(line.split(" ", -1)).stream())
          .map(name -> name.equals("rules_config") ? "rules_config.xml" : name + "_rules.xml")
          .toList();

  /**
   * What the shipped ossec.conf does not include (spec ruleset §9, and policy_rules.xml, which
   * depends on the hour of the day as Wazuh's does).
   */
  static final Set<String> EXCLUDED = Set.of("openbsd_rules.xml", "policy_rules.xml");

  private static final String LAST = "local_rules.xml";

  private static final Comparator<ConfigFile> BY_NAME =
      Comparator.<ConfigFile>comparingInt(file -> NAMES.indexOf(baseName(file)))
          .thenComparing(OssecOrder::baseName);

  private OssecOrder() {}

  /** Returns rule files in the order in which they load. */
  static List<ConfigFile> sorted(List<ConfigFile> rules) {
    List<ConfigFile> named = new ArrayList<>();
    List<ConfigFile> unnamed = new ArrayList<>();
    List<ConfigFile> last = new ArrayList<>();
    for (ConfigFile file : rules.stream().sorted(BY_NAME).toList()) {
      String name = baseName(file);
      List<ConfigFile> group = name.equals(LAST) ? last : unnamed;
      (NAMES.contains(name) ? named : group).add(file);
    }
    return Stream.of(named, ParentsFirst.of(unnamed), last).flatMap(List::stream).toList();
  }

  private static String baseName(ConfigFile file) {
    return file.name().substring(file.name().lastIndexOf('/') + 1);
  }
}
