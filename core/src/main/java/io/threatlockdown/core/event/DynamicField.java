package io.threatlockdown.core.event;

/** A field that a decoder named itself, such as {@code win.system.eventID}. */
public record DynamicField(String name, String value) {}
