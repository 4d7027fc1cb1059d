package io.threatlockdown.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.response.Enforcement;
import java.util.Locale;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Route;

/** {@code /health}: the probes, which need no token. */
final class HealthRoutes {
  private final Health health;
  private final Enforcement enforcement;

  HealthRoutes(Health health, Enforcement enforcement) {
    this.health = health;
    this.enforcement = enforcement;
  }

  /** Returns the route below {@code /health}. */
  Route route() {
    return concat(
        path("live", () -> get(() -> complete(live()))),
        path("ready", () -> get(() -> extractRequest(request -> complete(ready())))));
  }

  private static HttpResponse live() {
    return Json.ok(Json.object().put("status", "live"));
  }

  /** 200 while no part is down, else 503; either way with all parts. */
  private HttpResponse ready() {
    boolean ready = health.ready();
    ObjectNode body =
        Json.object()
            .put("status", ready ? "ready" : "not ready")
            .put("mode", enforcement.observing().isPresent() ? "observe" : "enforce");
    ArrayNode parts = body.putArray("parts");
    for (Health.Part part : health.parts()) {
      parts
          .addObject()
          .put("name", part.name())
          .put("status", part.status().name().toLowerCase(Locale.ROOT))
          .put("detail", part.detail());
    }
    return Json.ok(body).withStatus(ready ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE);
  }
}
