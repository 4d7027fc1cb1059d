package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.event.LogLine;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Posts events to the routes as a function: no socket. */
class EventRoutesTest {
  private final ApiFixture api = new ApiFixture();

  @AfterEach
  void stop() {
    api.stop();
  }

  @Test
  void events_ndjson_areAnalysedAndCounted() throws Exception {
    HttpResponse response =
        api.call(
            ApiFixture.post(
                "/v1/events",
                "application/x-ndjson",
                "{\"log\":\"attack block\"}\n\n{\"log\":\"peace\"}\r\n{oops\n{\"log\":\"end\"}"));

    assertThat(response.status().intValue()).isEqualTo(200);
    assertThat(ApiFixture.body(response))
        .hasToString(
            "{\"accepted\":3,\"rejected\":1,\"alerts\":1,\"blocks\":1,\"errors\":"
                + "[{\"line\":4,\"problem\":\"not JSON at line 1 column 2\"}]}");
    assertThat(api.service.lines)
        .extracting(LogLine::text)
        .containsExactly("attack block", "peace", "end");
  }

  @Test
  void events_jsonObject_isOneLine() throws Exception {
    HttpResponse response =
        api.call(
            ApiFixture.post(
                "/v1/events", "application/json", "{\"log\":\"hello\",\"location\":\"here\"}"));

    assertThat(ApiFixture.body(response).path("accepted").asInt()).isEqualTo(1);
    assertThat(api.service.lines).extracting(LogLine::location).containsExactly("here");
  }

  @Test
  void events_jsonArray_rejectsWhatIsNoEvent() throws Exception {
    HttpResponse response =
        api.call(
            ApiFixture.post(
                "/v1/events", "application/json", "[{\"log\":\"a\"},3,{\"log\":\"b\"}]"));

    assertThat(ApiFixture.body(response))
        .hasToString(
            "{\"accepted\":2,\"rejected\":1,\"alerts\":0,\"blocks\":0,\"errors\":"
                + "[{\"line\":2,\"problem\":\"not a JSON object\"}]}");
  }

  @Test
  void events_plainText_hasTheLocationAsked() throws Exception {
    HttpResponse response =
        api.call(
            ApiFixture.post(
                "/v1/events?location=%2Fvar%2Flog%2Fauth.log", "text/plain", "one\ntwo\n"));

    assertThat(ApiFixture.body(response).path("accepted").asInt()).isEqualTo(2);
    assertThat(api.service.lines).extracting(LogLine::location).containsOnly("/var/log/auth.log");
    assertThat(api.service.lines).extracting(LogLine::host).containsOnly(ApiFixture.LOCAL);
  }

  @Test
  void events_nothing_isAnsweredWithZeros() throws Exception {
    HttpResponse response = api.call(ApiFixture.post("/v1/events", "text/plain", "\n\n"));

    assertThat(ApiFixture.body(response).path("accepted").asInt(-1)).isZero();
    assertThat(api.service.submissions).isEmpty();
  }

  @Test
  void events_moreThanABatch_areSubmittedInOrderAThousandAtMost() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2_500; i++) {
      text.append(i).append('\n');
    }

    HttpResponse response = api.call(ApiFixture.post("/v1/events", "text/plain", text.toString()));

    assertThat(ApiFixture.body(response).path("accepted").asInt()).isEqualTo(2_500);
    assertThat(api.service.submissions).allMatch(size -> size <= 1_000);
    assertThat(api.service.lines).extracting(LogLine::text).startsWith("0", "1").endsWith("2499");
  }

  @Test
  void events_journalRefuses_isAProblemToTryAgain() throws Exception {
    HttpResponse response = api.call(ApiFixture.post("/v1/events", "text/plain", "refuse\n"));

    ApiFixture.expectProblem(response, 503, "refused");
    assertThat(response.getHeader("Retry-After")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/events|application/json|[1|400|bad-document",
        "/v1/events|application/json|''|400|bad-document",
        "/v1/events|application/xml|<a/>|415|unsupported-media-type",
        "/v1/events?location=%0a|text/plain|x|400|bad-parameter",
      })
  void events_notAsWanted_isAProblem(
      String uri, String type, String text, int status, String problem) throws Exception {
    HttpResponse response = api.call(ApiFixture.post(uri, type, text));

    ApiFixture.expectProblem(response, status, problem);
    assertThat(api.service.lines).isEmpty();
  }

  @Test
  void events_compressed_isAProblem() throws Exception {
    HttpResponse response =
        api.call(
            ApiFixture.post("/v1/events", "text/plain", "x")
                .addHeader(RawHeader.create("Content-Encoding", "gzip")));

    ApiFixture.expectProblem(response, 415, "unsupported-media-type");
  }

  @Test
  void events_documentTooLarge_isAProblem() throws Exception {
    String large = "[" + " ".repeat(Json.DOCUMENT_BYTES_MAX) + "]";

    HttpResponse response = api.call(ApiFixture.post("/v1/events", "application/json", large));

    ApiFixture.expectProblem(response, 413, "too-large");
  }
}
