package io.threatlockdown.core.xml;

/**
 * A configuration text and where it is from, for messages.
 *
 * @param name path or base name
 * @param text its bytes, one char each (ISO-8859-1)
 */
public record ConfigFile(String name, String text) {}
