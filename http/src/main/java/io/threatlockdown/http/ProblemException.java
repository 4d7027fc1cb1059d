package io.threatlockdown.http;

/** A request that ends with a problem. Carries no stack trace: it is an answer, not a bug. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final String detail;

  ProblemException(Problem problem, String detail) {
    super(detail, null, false, false);
    this.problem = problem;
    this.detail = detail;
  }

  /** Returns what kind of problem it is. */
  Problem problem() {
    return problem;
  }

  /** Returns what is wrong this time. */
  String detail() {
    return detail;
  }
}
