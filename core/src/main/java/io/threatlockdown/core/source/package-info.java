/**
 * Where log lines come from: files, the systemd journal, standard input, as streams of batches.
 *
 * <p>Front door: {@link io.threatlockdown.core.source.LogSources}.
 */
@NullMarked
package io.threatlockdown.core.source;

import org.jspecify.annotations.NullMarked;
