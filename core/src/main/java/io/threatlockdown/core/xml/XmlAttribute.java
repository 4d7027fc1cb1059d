package io.threatlockdown.core.xml;

/**
 * An attribute of an {@link XmlElement}.
 *
 * @param name in lower case
 * @param value as written, without its quotes
 */
public record XmlAttribute(String name, String value) {}
