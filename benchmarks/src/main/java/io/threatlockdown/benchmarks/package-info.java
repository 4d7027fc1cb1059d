/**
 * JMH benchmarks of the hot path.
 *
 * <p>Front door: {@link io.threatlockdown.benchmarks.LatencyBenchmark}.
 */
@NullMarked
package io.threatlockdown.benchmarks;

import org.jspecify.annotations.NullMarked;
