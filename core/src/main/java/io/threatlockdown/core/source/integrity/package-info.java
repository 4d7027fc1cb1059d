/**
 * The file integrity source: what watched files were, what they are, and the events in between in
 * Wazuh's syscheck form. Whoever writes to a watched directory is taken for an attacker.
 *
 * <p>Front door: {@link io.threatlockdown.core.source.integrity.FileIntegrity}.
 */
@NullMarked
package io.threatlockdown.core.source.integrity;

import org.jspecify.annotations.NullMarked;
