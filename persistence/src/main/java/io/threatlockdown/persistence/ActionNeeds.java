package io.threatlockdown.persistence;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.Actions;
import io.threatlockdown.core.response.BlockPolicy;
import io.threatlockdown.core.response.ResponseLog;

/**
 * What {@link ActionJournal} works with.
 *
 * @param snapshotEvery how many facts come between two snapshots
 */
record ActionNeeds(
    Actions actions,
    ResponseLog log,
    Time time,
    BlockPolicy policy,
    Health health,
    long snapshotEvery) {}
