package io.threatlockdown.core.response;

import io.threatlockdown.core.event.AddressPrefix;
import java.time.Instant;

/**
 * A response that was due and not ordered, because its target must never be blocked.
 *
 * @param response the active response, such as {@code firewall-drop100}
 * @param because which allowlist or guard entry forbids it, in words
 * @param count how many such responses this stands for; at least 1
 * @param at when the last of them was due
 */
public record Suppression(
    AddressPrefix target, String response, int ruleId, String because, long count, Instant at) {}
