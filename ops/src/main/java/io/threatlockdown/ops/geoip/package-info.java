/**
 * Where addresses are, from a database in MaxMind's format on disk: what rules call {@code
 * srcgeoip} and {@code dstgeoip}.
 *
 * <p>Front door: {@link io.threatlockdown.ops.geoip.GeoDatabase}.
 */
@NullMarked
package io.threatlockdown.ops.geoip;

import org.jspecify.annotations.NullMarked;
