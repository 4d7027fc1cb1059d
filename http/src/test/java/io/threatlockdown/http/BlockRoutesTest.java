package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Responder;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks the routes for blocks as a function: no socket. */
class BlockRoutesTest {
  private final ApiFixture api = new ApiFixture();

  @AfterEach
  void stop() {
    api.stop();
  }

  @Test
  void blocks_list_passesTheFilterOn() throws Exception {
    HttpResponse response =
        api.call(HttpRequest.GET("/v1/blocks?source=192.0.2.0/24&ended=true&limit=5"));

    assertThat(ApiFixture.body(response).path("blocks").path(0).toString())
        .isEqualTo(
            "{\"id\":\"b2-1k\",\"source\":\"192.0.2.66\",\"response\":\"firewall-drop600\","
                + "\"location\":\"local\",\"agent\":\"000\",\"ruleId\":5712,"
                + "\"reason\":\"sshd: brute force\",\"state\":\"enforced\","
                + "\"blockedAt\":\"2026-03-01T12:00:00Z\",\"expiresAt\":\"2026-03-01T12:10:00Z\","
                + "\"remainingSeconds\":540,\"offence\":2,\"suppressedAlerts\":7,"
                + "\"latencyMs\":2.345,\"droppedPackets\":12,\"droppedBytes\":720}");
    Responder.ListBlocks command = (Responder.ListBlocks) api.service.commands.get(0);
    assertThat(command.filter().overlapping()).hasToString("Optional[192.0.2.0/24]");
    assertThat(command.filter().ended()).isTrue();
    assertThat(command.filter().limit()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"source=x", "ended=maybe", "limit=0", "limit=1001", "limit=-1", "limit="})
  void blocks_listWithoutSense_isAProblem(String query) throws Exception {
    ApiFixture.expectProblem(
        api.call(HttpRequest.GET("/v1/blocks?" + query)), 400, "bad-parameter");
  }

  @Test
  void blocks_show_bringsTheAlert() throws Exception {
    HttpResponse response = api.call(HttpRequest.GET("/v1/blocks/b2-1k"));

    assertThat(ApiFixture.body(response).path("alert").path("full_log").asText())
        .isEqualTo("Failed password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2-1j", "b2", "nonsense", "b2-1k/more"})
  void blocks_showUnknown_isNotFound(String id) throws Exception {
    ApiFixture.expectProblem(api.call(HttpRequest.GET("/v1/blocks/" + id)), 404, "not-found");
  }

  @Test
  void blocks_releaseWithReasonInQuery_isToldToTheResponder() throws Exception {
    HttpResponse response = api.call(HttpRequest.DELETE("/v1/blocks/b2-1k?reason=a%20mistake"));

    assertThat(ApiFixture.body(response).path("state").asText()).isEqualTo("released");
    Responder.Release command = (Responder.Release) api.service.commands.get(0);
    assertThat(command.reason()).isEqualTo("a mistake");
    assertThat(command.by()).isEqualTo("token");
  }

  @Test
  void blocks_releaseWithReasonInBody_isToldToTheResponder() throws Exception {
    HttpResponse response =
        api.call(
            HttpRequest.DELETE("/v1/blocks/b2-1k")
                .withEntity(ContentTypes.APPLICATION_JSON, "{\"x\":[1],\"reason\":\"a mistake\"}"));

    assertThat(response.status().intValue()).isEqualTo(200);
    assertThat(((Responder.Release) api.service.commands.get(0)).reason()).isEqualTo("a mistake");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?reason=", "?reason=a%0Ab", "?reason=%20"})
  void blocks_releaseWithoutReason_isAProblem(String query) throws Exception {
    ApiFixture.expectProblem(
        api.call(HttpRequest.DELETE("/v1/blocks/b2-1k" + query)), 400, "bad-parameter");
    assertThat(api.service.commands).isEmpty();
  }

  @Test
  void blocks_releaseUnknown_isNotFound() throws Exception {
    ApiFixture.expectProblem(
        api.call(HttpRequest.DELETE("/v1/blocks/b1-1?reason=x")), 404, "not-found");
  }
}
