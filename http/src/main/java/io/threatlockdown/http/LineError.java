package io.threatlockdown.http;

/**
 * Why one line of a request was rejected.
 *
 * @param line its number in the request, or that of the element of the array; from 1
 */
record LineError(long line, String problem) {}
