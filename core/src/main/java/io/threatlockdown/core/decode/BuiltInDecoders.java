package io.threatlockdown.core.decode;

import java.util.List;

/** The decoders that no file defines, which rules refer to all the same (spec ruleset §6.1). */
final class BuiltInDecoders {
  static final List<String> NAMES =
      List.of(
          "rootcheck",
          "syscheck_integrity_changed",
          "syscheck_new_entry",
          "syscheck_deleted",
          "syscheck_registry_key_modified",
          "syscheck_registry_key_added",
          "syscheck_registry_key_deleted",
          "syscheck_registry_value_modified",
          "syscheck_registry_value_added",
          "syscheck_registry_value_deleted",
          "hostinfo_new",
          "hostinfo_modified",
          "syscollector",
          "ciscat",
          "windows_eventchannel",
          "sca");

  private BuiltInDecoders() {}
}
