package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.event.ReportingHost;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.function.Function;

/** The routes over a {@link StandIn}, called as a function, with the token or without. */
final class ApiFixture {
  static final Token TOKEN = Token.random();
  static final ReportingHost LOCAL = ReportingHost.local("gate");

  private final ActorTestKit kit = ActorTestKit.create();
  final StandIn service = new StandIn();
  final Health health = new Health();
  private final Function<HttpRequest, CompletionStage<HttpResponse>> routes =
      Api.create(
              kit.system(),
              new HttpSettings("127.0.0.1", 0, TOKEN, LOCAL, service.enforcement, service::accept),
              kit.spawn(service.ingest()),
              kit.spawn(service.responder()),
              health,
              Clock.fixed(StandIn.NOON.plusSeconds(60), ZoneOffset.UTC))
          .function(kit.system());

  void stop() {
    kit.shutdownTestKit();
  }

  HttpResponse call(HttpRequest request) throws Exception {
    return send(request.addHeader(RawHeader.create("Authorization", "Bearer " + TOKEN.text())));
  }

  HttpResponse send(HttpRequest request) throws Exception {
    return routes.apply(request).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  static JsonNode body(HttpResponse response) throws Exception {
    HttpEntity.Strict entity = (HttpEntity.Strict) response.entity();
    return new ObjectMapper().readTree(entity.getData().toArray());
  }

  static void expectProblem(HttpResponse response, int status, String problem) throws Exception {
    JsonNode body = body(response);
    assertThat(response.status().intValue()).as("%s", body).isEqualTo(status);
    assertThat(response.entity().getContentType()).hasToString("application/problem+json");
    assertThat(body.path("type").asText()).isEqualTo("urn:threatlockdown:problem:" + problem);
    assertThat(body.path("status").asInt()).isEqualTo(status);
    assertThat(body.path("detail").asText()).isNotEmpty();
  }

  static String header(HttpResponse response, String name) {
    return response.getHeader(name).orElseThrow().value();
  }

  static HttpRequest post(String uri, String type, String text) {
    return HttpRequest.POST(uri)
        .withEntity(
            HttpEntities.create(ContentTypes.parse(type), text.getBytes(StandardCharsets.UTF_8)));
  }
}
