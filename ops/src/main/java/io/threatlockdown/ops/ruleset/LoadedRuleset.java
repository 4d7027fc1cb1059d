package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.response.MitreCatalog;
import io.threatlockdown.core.rule.RuleSet;
import io.threatlockdown.core.xml.RulesetFlavour;

/**
 * A ruleset ready for use by any thread.
 *
 * @param flavour how it was loaded
 * @param mitre the techniques that alerts may name; shipped, whatever ruleset is loaded
 */
public record LoadedRuleset(
    RulesetFlavour flavour, Decoders decoders, RuleSet rules, MitreCatalog mitre) {}
