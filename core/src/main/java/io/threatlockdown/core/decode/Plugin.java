package io.threatlockdown.core.decode;

import java.util.Arrays;
import java.util.Optional;

/** The decoders that are code instead of patterns (spec ruleset §3.5, §3.6). */
enum Plugin {
  PF("PF_Decoder"),
  SYMANTEC_WS("SymantecWS_Decoder"),
  SONICWALL("SonicWall_Decoder"),
  OSSEC_ALERT("OSSECAlert_Decoder"),
  JSON("JSON_Decoder");

  private final String tag;

  Plugin(String tag) {
    this.tag = tag;
  }

  /** Returns the word in rulesets, such as {@code JSON_Decoder}. */
  String tag() {
    return tag;
  }

  /** Returns the plugin of that exact word, or empty. */
  static Optional<Plugin> named(String tag) {
    return Arrays.stream(values()).filter(plugin -> plugin.tag.equals(tag)).findFirst();
  }
}
