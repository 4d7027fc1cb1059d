/**
 * Event ingest and the operator API over HTTP.
 *
 * <p>Front door: {@link io.threatlockdown.http.HttpServer}.
 */
@NullMarked
package io.threatlockdown.http;

import org.jspecify.annotations.NullMarked;
