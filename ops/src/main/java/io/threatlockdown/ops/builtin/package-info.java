/**
 * The responses that this process carries out itself under the names of Wazuh's and OSSEC's
 * programs, and ours for what those do not have. Each undoes exactly what it did, and remembers
 * what it needs for that on disk.
 *
 * <p>Front door: {@link io.threatlockdown.ops.builtin.BuiltIns}.
 */
@NullMarked
package io.threatlockdown.ops.builtin;

import org.jspecify.annotations.NullMarked;
