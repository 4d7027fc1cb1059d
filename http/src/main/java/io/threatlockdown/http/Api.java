package io.threatlockdown.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.handleExceptions;
import static org.apache.pekko.http.javadsl.server.Directives.handleRejections;
import static org.apache.pekko.http.javadsl.server.Directives.optionalHeaderValueByName;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.respondWithHeaders;
import static org.apache.pekko.http.javadsl.server.Directives.withRequestTimeoutResponse;

import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.response.Responder;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.MethodRejection;
import org.apache.pekko.http.javadsl.server.Rejection;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * All routes, and what holds for each of them: a token but for probes, the same headers, and a
 * problem where something is wrong.
 */
final class Api {
  private static final String SCHEME = "bearer ";

  /** For an API whose answers no browser should show, keep or guess at. */
  private static final List<HttpHeader> SECURITY_HEADERS =
      List.of(
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Cache-Control", "no-store"),
          RawHeader.create("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
          RawHeader.create("Referrer-Policy", "no-referrer"));

  private Api() {}

  /** Returns the routes of the service. */
  static Route create(
      ActorSystem<?> system,
      HttpSettings settings,
      ActorRef<Ingest.Command> ingest,
      ActorRef<Responder.Command> responder,
      Health health,
      Clock clock) {
    Route probes = pathPrefix("health", new HealthRoutes(health, settings.enforcement())::route);
    Route events =
        path("events", new EventRoutes(system, ingest, settings.localHost(), clock)::route);
    Route blocks =
        pathPrefix(
            "blocks", new BlockRoutes(system, responder, settings.enforcement(), clock)::route);
    Route files = pathPrefix("files", new FileRoutes(system, settings.files())::route);
    Route confirm = path("confirm", new ConfirmRoute(settings.enforcement())::route);
    return framed(
        () ->
            concat(
                probes,
                authorized(
                    settings.token(),
                    () -> pathPrefix("v1", () -> concat(events, blocks, files, confirm)))));
  }

  private static Route framed(Supplier<Route> inner) {
    return respondWithHeaders(
        SECURITY_HEADERS,
        () ->
            withRequestTimeoutResponse(
                request -> Problem.TIMEOUT.response("ask again").addHeaders(SECURITY_HEADERS),
                () -> handleExceptions(exceptions(), () -> handleRejections(rejections(), inner))));
  }

  private static Route authorized(Token token, Supplier<Route> inner) {
    return optionalHeaderValueByName(
        "Authorization",
        header -> bearer(header).filter(token::matches).isPresent() ? inner.get() : unauthorized());
  }

  private static Optional<String> bearer(Optional<String> header) {
    return header
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
        .map(value -> value.substring(SCHEME.length()).strip());
  }

  private static Route unauthorized() {
    return complete(
        Problem.UNAUTHORIZED
            .response("send the header Authorization: Bearer TOKEN; see the file token")
            .addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"threatlockdown\"")));
  }

  private static ExceptionHandler exceptions() {
    return ExceptionHandler.newBuilder()
        .matchAny(failure -> complete(Answers.problem(failure)))
        .build();
  }

  private static RejectionHandler rejections() {
    return RejectionHandler.newBuilder()
        .handleAll(MethodRejection.class, Api::methodNotAllowed)
        .handle(
            Rejection.class,
            rejection -> complete(Problem.BAD_REQUEST.response("the request is not understood")))
        .handleNotFound(complete(Problem.NOT_FOUND.response("no such path")))
        .build();
  }

  private static Route methodNotAllowed(List<MethodRejection> rejections) {
    String allowed =
        rejections.stream()
            .map(rejection -> rejection.supported().value())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    HttpResponse response = Problem.METHOD_NOT_ALLOWED.response("allowed: " + allowed);
    return complete(response.addHeader(RawHeader.create("Allow", allowed)));
  }
}
