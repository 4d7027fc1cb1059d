package io.threatlockdown.ops.config;

import java.time.Duration;

/**
 * How the service watches its own detection.
 *
 * @param canary whether a login that must fail is tried at this host's sshd
 * @param canaryEvery how often
 * @param canaryPort where sshd listens, on the loopback
 */
public record WatchSettings(boolean canary, Duration canaryEvery, int canaryPort) {}
