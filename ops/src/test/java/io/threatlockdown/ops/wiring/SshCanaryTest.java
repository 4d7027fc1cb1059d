package io.threatlockdown.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.engine.Watch;
import io.threatlockdown.ops.config.WatchSettings;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lets the canary call at a port of this test. */
class SshCanaryTest {
  private static final Duration EVERY = Duration.ofMinutes(10);

  @Test
  void of_notConfigured_isNone() {
    assertThat(SshCanary.of(new WatchSettings(false, EVERY, 22))).isEmpty();
  }

  @Test
  @Timeout(60)
  void attempt_callsAtThePort_andSpeaksSsh() throws Exception {
    try (ServerSocket sshd =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      Watch.Canary canary =
          SshCanary.of(new WatchSettings(true, EVERY, sshd.getLocalPort())).orElseThrow();

      canary.attempt().run();

      try (Socket caller = sshd.accept();
          InputStream said = caller.getInputStream()) {
        assertThat(new String(said.readNBytes(8), StandardCharsets.US_ASCII)).isEqualTo("SSH-2.0-");
      }
      assertThat(SshCanary.command(sshd.getLocalPort())).contains("-l", canary.user());
    }
  }
}
