/**
 * The lenient XML dialect of rulesets and ossec.conf: several roots, no entities, untrimmed text.
 *
 * <p>Front door: {@link io.threatlockdown.core.xml.LenientXml}.
 */
@NullMarked
package io.threatlockdown.core.xml;

import org.jspecify.annotations.NullMarked;
