package io.threatlockdown.core.decode;

/**
 * How the JSON plugin turns values into fields.
 *
 * @param discardNull whether a null adds no field; otherwise it is the text {@code null}
 * @param arraysAsCsv whether an array becomes its plain values joined by commas; otherwise it is
 *     printed as JSON
 */
record JsonOptions(boolean discardNull, boolean arraysAsCsv) {
  /** What a decoder has that says nothing. */
  static final JsonOptions DEFAULT = new JsonOptions(false, false);
}
