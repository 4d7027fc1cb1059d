package io.threatlockdown.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threatlockdown.core.event.ReportingHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes settings, allowed ones and others. */
class HttpSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.0.1", "::1", "localhost"})
  void create_loopback_isTaken(String host) {
    assertThat(settings(host, 8514).address().getAddress().isLoopbackAddress()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "2001:db8::1", "example.com", ""})
  void create_othersCouldReachIt_isRefused(String host) {
    assertThatThrownBy(() -> settings(host, 8514))
        .isInstanceOf(NotLoopbackException.class)
        .hasMessageContaining("loopback");
  }

  @Test
  void create_portOutOfRange_isRefused() {
    assertThatThrownBy(() -> settings("127.0.0.1", 65_536))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_neverShowsTheToken() {
    HttpSettings settings = settings("127.0.0.1", 0);

    assertThat(settings.toString()).doesNotContain(settings.token().text());
  }

  private static HttpSettings settings(String host, int port) {
    return new HttpSettings(
        host,
        port,
        Token.random(),
        ReportingHost.local("gate"),
        new StandIn().enforcement,
        file -> {});
  }
}
