package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepts files, and tries what is none. */
class FileRoutesTest {
  private final ApiFixture api = new ApiFixture();

  @AfterEach
  void stop() {
    api.stop();
  }

  @Test
  void accept_withReason_isDone() throws Exception {
    HttpResponse response =
        api.call(HttpRequest.POST("/v1/files/accept?path=/etc/ssh/sshd_config&reason=hardened"));

    assertThat(response.status().intValue()).isEqualTo(200);
    assertThat(ApiFixture.body(response)).hasToString("{\"accepted\":\"/etc/ssh/sshd_config\"}");
    assertThat(api.service.accepted).containsExactly(Path.of("/etc/ssh/sshd_config"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/files/accept?path=/etc/hosts",
        "/v1/files/accept?path=/etc/hosts&reason=%0a",
        "/v1/files/accept?path=etc/hosts&reason=x",
        "/v1/files/accept?path=&reason=x",
        "/v1/files/accept?reason=x",
        "/v1/files/accept?path=/etc/a%00b&reason=x",
        "/v1/files/accept?path=/etc/gone&reason=x"
      })
  void accept_whatCannotBe_isRefused(String uri) throws Exception {
    ApiFixture.expectProblem(api.call(HttpRequest.POST(uri)), 400, "bad-parameter");
    assertThat(api.service.accepted).isEmpty();
  }

  @Test
  void accept_withoutToken_isUnauthorized() throws Exception {
    HttpRequest request = HttpRequest.POST("/v1/files/accept?path=/etc/hosts&reason=x");

    ApiFixture.expectProblem(api.send(request), 401, "unauthorized");
  }
}
