package io.threatlockdown.ops.ruleset;

import io.threatlockdown.core.decode.Decoders;
import io.threatlockdown.core.response.MitreCatalog;
import io.threatlockdown.core.rule.RuleSet;

/**
 * A ruleset ready for use by any thread.
 *
 * @param mitre the techniques that alerts may name; shipped, whatever ruleset is loaded
 */
public record LoadedRuleset(Decoders decoders, RuleSet rules, MitreCatalog mitre) {}
