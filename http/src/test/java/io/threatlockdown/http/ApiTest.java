package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Health;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tries what holds for all routes, and the probes, as a function: no socket. */
class ApiTest {
  private final ApiFixture api = new ApiFixture();

  @AfterEach
  void stop() {
    api.stop();
  }

  @Test
  void ready_allUp_is200AndSaysTheMode() throws Exception {
    api.health.report("firewall", Health.Status.DEGRADED, "observing only");

    HttpResponse response = api.send(HttpRequest.GET("/health/ready"));

    assertThat(response.status().intValue()).isEqualTo(200);
    assertThat(ApiFixture.body(response))
        .hasToString(
            "{\"status\":\"ready\",\"mode\":\"observe\",\"parts\":[{\"name\":\"firewall\","
                + "\"status\":\"degraded\",\"detail\":\"observing only\"}]}");
  }

  @Test
  void ready_onePartDown_is503() throws Exception {
    api.health.report("journal", Health.Status.DOWN, "disk full");

    HttpResponse response = api.send(HttpRequest.GET("/health/ready"));

    assertThat(response.status().intValue()).isEqualTo(503);
    assertThat(ApiFixture.body(response).path("status").asText()).isEqualTo("not ready");
  }

  @Test
  void live_withoutToken_is200() throws Exception {
    assertThat(api.send(HttpRequest.GET("/health/live")).status().intValue()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/blocks", "/v1/nonsense", "/", "/v1/blocks/b2-1k"})
  void any_withoutToken_isUnauthorized(String uri) throws Exception {
    HttpResponse response = api.send(HttpRequest.GET(uri));

    ApiFixture.expectProblem(response, 401, "unauthorized");
    assertThat(response.getHeader("WWW-Authenticate")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer wrong", "Bearer", "Bearer ", "Basic eDp5", "x", "bearer\u00e9"})
  void any_wrongToken_isUnauthorized(String header) throws Exception {
    HttpResponse response =
        api.send(
            HttpRequest.GET("/v1/blocks").addHeader(RawHeader.create("Authorization", header)));

    ApiFixture.expectProblem(response, 401, "unauthorized");
    assertThat(api.service.commands).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1", "/v1/nonsense", "/health", "/health/ready/x", "/v1/events/x"})
  void any_unknownPath_isNotFound(String uri) throws Exception {
    ApiFixture.expectProblem(api.call(HttpRequest.GET(uri)), 404, "not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/events, POST",
    "/v1/blocks, GET",
    "/v1/blocks/b2-1k, 'DELETE, GET'",
    "/health/live, GET",
  })
  void any_wrongMethod_isNotAllowed(String uri, String allowed) throws Exception {
    HttpResponse response = api.call(HttpRequest.PATCH(uri));

    ApiFixture.expectProblem(response, 405, "method-not-allowed");
    assertThat(response.getHeader("Allow").orElseThrow().value()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/blocks", "/v1/nonsense", "/health/live"})
  void any_answer_hasTheSecurityHeaders(String uri) throws Exception {
    HttpResponse response = api.call(HttpRequest.GET(uri));

    assertThat(ApiFixture.header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(ApiFixture.header(response, "Cache-Control")).isEqualTo("no-store");
    assertThat(ApiFixture.header(response, "Content-Security-Policy"))
        .startsWith("default-src 'none'");
  }

  @Test
  void confirm_whatWaits_thenNothing() throws Exception {
    HttpResponse first = api.call(HttpRequest.POST("/v1/confirm"));
    HttpResponse second = api.call(HttpRequest.POST("/v1/confirm"));

    assertThat(ApiFixture.body(first).path("confirmed").asText())
        .isEqualTo("enforcement, by token");
    ApiFixture.expectProblem(second, 404, "not-found");
    assertThat(ApiFixture.body(api.send(HttpRequest.GET("/health/ready"))).path("mode").asText())
        .isEqualTo("enforce");
  }

  @Test
  void confirm_withoutToken_isRefused() throws Exception {
    ApiFixture.expectProblem(api.send(HttpRequest.POST("/v1/confirm")), 401, "unauthorized");
  }
}
