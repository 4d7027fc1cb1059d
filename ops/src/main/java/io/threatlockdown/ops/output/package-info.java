/**
 * The files that the service writes for others to read: alerts.json and active-responses.log. A
 * slow or full disk delays and stops nobody; what is lost is counted.
 *
 * <p>Front door: {@link io.threatlockdown.ops.output.AlertsFile}.
 */
@NullMarked
package io.threatlockdown.ops.output;

import org.jspecify.annotations.NullMarked;
