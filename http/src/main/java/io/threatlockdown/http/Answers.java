package io.threatlockdown.http;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.apache.pekko.stream.StreamTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Completes requests, and turns every failure into a problem; what is our fault is logged. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(15);

  private Answers() {}

  /**
   * Returns the whole body.
   *
   * @param bytesMax the most it may have; else the stage fails with {@link Problem#TOO_LARGE}
   */
  static CompletionStage<byte[]> body(ActorSystem<?> system, HttpRequest request, int bytesMax) {
    return request
        .entity()
        .withoutSizeLimit()
        .getDataBytes()
        .completionTimeout(BODY_TIMEOUT)
        .runFold(new Body(bytesMax), Body::plus, system)
        .thenApplyAsync(Body::bytes, system.executionContext());
  }

  /** Completes the request with what the stage brings, or with the problem it failed with. */
  static Route complete(ActorSystem<?> system, Supplier<CompletionStage<HttpResponse>> answer) {
    try {
      return completeWithFuture(
          answer.get().exceptionallyAsync(Answers::problem, system.executionContext()));
    } catch (RuntimeException e) {
      return Directives.complete(problem(e));
    }
  }

  /** Returns the problem that tells a client of this failure, and nothing of our insides. */
  static HttpResponse problem(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ProblemException known) {
      return known.problem().response(known.detail());
    }
    if (cause instanceof StreamTimeoutException) {
      return Problem.TOO_SLOW.response(
          "a JSON document has to come within " + BODY_TIMEOUT.toSeconds() + " s");
    }
    if (cause instanceof TimeoutException) { // A question that nobody answered.
      return Problem.TIMEOUT.response("what was sent may or may not be done: send it again");
    }
    if (cause instanceof EntityStreamException) {
      return Problem.BAD_REQUEST.response("the body ended too early");
    }
    if (cause instanceof IllegalUriException) {
      return Problem.BAD_REQUEST.response("the query of the URI is malformed");
    }
    LOG.error("a request failed", cause);
    return Problem.INTERNAL.response("the service's log says why");
  }
}
