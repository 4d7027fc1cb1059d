/**
 * The one graph: sources, analysis a reporting host, offenders.
 *
 * <p>Front door: {@link io.threatlockdown.core.engine.Engine}.
 */
@NullMarked
package io.threatlockdown.core.engine;

import org.jspecify.annotations.NullMarked;
