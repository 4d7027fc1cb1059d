package io.threatlockdown.core.expression;

/** A search took more than {@link Expressions#SEARCH_STEPS_MAX} steps. Holds no stack. */
final class SearchExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SearchExceeded() {
    super("search steps exceeded", null, false, false);
  }
}
