package io.threatlockdown.persistence;

/** What outlives a process of a run, beside the disk, and what must be true of it. */
record SimulatedWorld(
    SimulatedModel model,
    SimulatedKernel kernel,
    SimulatedActionModel actions,
    SimulatedPrograms programs) {}
