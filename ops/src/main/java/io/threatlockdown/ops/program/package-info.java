/**
 * Response programs: started one by one in a session of their own, told what to do as Wazuh's execd
 * or OSSEC's does, held to limits, and killed with all they left behind.
 *
 * <p>Front door: {@link io.threatlockdown.ops.program.Programs}.
 */
@NullMarked
package io.threatlockdown.ops.program;

import org.jspecify.annotations.NullMarked;
