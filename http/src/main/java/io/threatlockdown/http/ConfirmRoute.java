package io.threatlockdown.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import io.threatlockdown.core.response.Enforcement;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** {@code /v1/confirm}: lets stay what would fall back otherwise, see {@code tld run --confirm}. */
final class ConfirmRoute {
  /** Who confirms: there is one token yet, and it has no other name. */
  private static final String BY = "token";

  private final Enforcement enforcement;

  ConfirmRoute(Enforcement enforcement) {
    this.enforcement = enforcement;
  }

  Route route() {
    return post(() -> extractRequest(request -> complete(confirm())));
  }

  private HttpResponse confirm() {
    return enforcement
        .confirm(BY)
        .map(what -> Json.ok(Json.object().put("confirmed", what)))
        .orElseGet(() -> Problem.NOT_FOUND.response("nothing waits to be confirmed"));
  }
}
