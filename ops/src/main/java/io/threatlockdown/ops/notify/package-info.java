/**
 * Tells people and other systems what happened: by webhook and by e-mail, off unless configured.
 * Each channel has a queue and a thread of its own, so that none delays a response.
 *
 * <p>Front door: {@link io.threatlockdown.ops.notify.Notifications}.
 */
@NullMarked
package io.threatlockdown.ops.notify;

import org.jspecify.annotations.NullMarked;
