package io.threatlockdown.core.event;

/**
 * A source address that a ruleset's decoder took and that the guard of attribution refused: text of
 * a client, or at a place of which nobody knows whether it is.
 *
 * @param claimed the refused address, as the line has it
 * @param typed whether the client's text is known to hold it; else a login daemon's line has a
 *     wording that the guard does not know
 */
public record Misattribution(String claimed, boolean typed) {}
