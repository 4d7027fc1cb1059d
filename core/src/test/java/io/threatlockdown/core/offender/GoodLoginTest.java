package io.threatlockdown.core.offender;

import static io.threatlockdown.core.offender.Fixtures.login;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tells logins from what clients can make daemons write. */
class GoodLoginTest {
  private static final List<String> SUCCESS = List.of("sshd", "authentication_success");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sshd         | Accepted password for alice from 192.0.2.66 port 4711 ssh2
          sshd-session | Accepted publickey for alice from 192.0.2.66 port 4711 ssh2: ED25519 SHA256:x
          sshd         | Accepted keyboard-interactive/pam for alice from 192.0.2.66 port 4711 ssh2
          dropbear     | Password auth succeeded for 'alice' from 192.0.2.66:4711
          dropbear     | Pubkey auth succeeded for 'alice' with key sha1!! from 192.0.2.66:4711
          """)
  void of_whatADaemonSays_isALogin(String program, String log) {
    assertThat(GoodLogin.of(login(program, log, SUCCESS)))
        .hasValueSatisfying(
            login -> {
              assertThat(login.source()).hasToString("192.0.2.66");
              assertThat(login.user()).isEqualTo("alice");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sshd    | Invalid user Accepted password for root from 192.0.2.66 port 4711 ssh2
          sshd    | Received disconnect from 192.0.2.66 port 4711:11: Bye, authenticated.
          sshd    | Failed password for Accepted password for alice from 192.0.2.66 port 4711 ssh2
          sshd    | Accepted
          sshdx   | Accepted password for alice from 192.0.2.66 port 4711 ssh2
          vsftpd  | Accepted password for alice from 192.0.2.66 port 4711 ssh2
          dovecot | imap-login: Login: user=<alice>, rip=192.0.2.66
          su      | Accepted password for alice from 192.0.2.66 port 4711 ssh2
          """)
  void of_whatAClientMayHaveWritten_isNone(String program, String log) {
    assertThat(GoodLogin.of(login(program, log, SUCCESS))).isEmpty();
  }

  @Test
  void of_aRuleThatSaysNothingOfSuccess_isNone() {
    String log = "Accepted password for alice from 192.0.2.66 port 4711 ssh2";

    assertThat(GoodLogin.of(login("sshd", log, List.of("sshd")))).isEmpty();
  }
}
