/**
 * Test suites of rulesets in the {@code .ini} format of Wazuh and OSSEC: what is read of them, how
 * a case is run, and when it passes (spec ruleset §7, §9).
 *
 * <p>Front door: {@link io.threatlockdown.core.suite.Suite}.
 */
@NullMarked
package io.threatlockdown.core.suite;

import org.jspecify.annotations.NullMarked;
