package io.threatlockdown.core.decode;

import io.threatlockdown.core.event.StaticField;
import io.threatlockdown.core.expression.Flavour;
import io.threatlockdown.core.xml.RulesetFlavour;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What decoders of one flavour do otherwise than those of the other (spec ruleset §3, §9).
 *
 * @param osRegex what {@code <regex>} and {@code <prematch>} hold
 * @param osMatch what {@code <program_name>} holds
 * @param hasTypes whether attribute {@code type} chooses another kind of pattern
 * @param elements the elements a decoder may have
 * @param builtIn the decoders that no file defines, which rules refer to all the same
 * @param headers which headers lines have
 * @param extraDataIsData whether {@code extra_data} in an {@code <order>} is the field data
 * @param followsRegex whether the decoder whose regex matched last is the line's; then plugins run
 *     only as the first of a chain and end it, a regex that fails makes the last one's end
 *     forgotten, and dynamic fields are named by the order of the line's decoder
 */
record DecoderDialect(
    Flavour osRegex,
    Flavour osMatch,
    boolean hasTypes,
    Set<String> elements,
    Set<Plugin> plugins,
    List<String> builtIn,
    HeaderFormats headers,
    boolean extraDataIsData,
    boolean followsRegex) {
  private static final List<String> SHARED =
      List.of(
          "accumulate",
          "fts",
          "ftscomment",
          "order",
          "parent",
          "plugin_decoder",
          "prematch",
          "program_name",
          "regex",
          "type",
          "use_own_name");

  private static final DecoderDialect WAZUH =
      new DecoderDialect(
          Flavour.OS_REGEX,
          Flavour.OS_MATCH,
          true,
          elements("json_array_structure", "json_null_field"),
          EnumSet.allOf(Plugin.class),
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
              "sca"),
          HeaderFormats.WAZUH,
          false,
          false);

  private static final DecoderDialect OSSEC =
      new DecoderDialect(
          Flavour.OSSEC_REGEX,
          Flavour.OSSEC_MATCH,
          false,
          elements("pcre2", "prematch_pcre2", "program_name_pcre2"),
          EnumSet.complementOf(EnumSet.of(Plugin.JSON)),
          List.of(
              "rootcheck",
              "syscheck_integrity_changed",
              "syscheck_integrity_changed_2nd",
              "syscheck_integrity_changed_3rd",
              "syscheck_new_entry",
              "syscheck_deleted",
              "hostinfo_new",
              "hostinfo_modified"),
          HeaderFormats.OSSEC,
          true,
          true);

  /** Returns the dialect of a flavour. */
  static DecoderDialect of(RulesetFlavour flavour) {
    return switch (flavour) {
      case WAZUH -> WAZUH;
      case OSSEC -> OSSEC;
    };
  }

  DecoderDialect {
    elements = Collections.unmodifiableSet(elements);
    plugins = Collections.unmodifiableSet(plugins);
    builtIn = List.copyOf(builtIn);
  }

  /** Returns where a word of {@code <order>} goes. */
  OrderSlot slot(String word) {
    return extraDataIsData && word.equals(StaticField.EXTRA_DATA.fieldName())
        ? OrderSlot.of(StaticField.DATA.fieldName())
        : OrderSlot.of(word);
  }

  private static Set<String> elements(String... own) {
    Set<String> all = new TreeSet<>(SHARED);
    all.addAll(List.of(own));
    return all;
  }
}
