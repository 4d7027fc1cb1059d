package io.threatlockdown.ops.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.Outcome.Kind;
import io.threatlockdown.core.xml.Problem;
import io.threatlockdown.ops.notify.NotificationSettings;
import io.threatlockdown.ops.notify.NotificationSettings.Format;
import io.threatlockdown.ops.notify.NotificationSettings.Limits;
import io.threatlockdown.ops.notify.NotificationSettings.Mail;
import io.threatlockdown.ops.notify.NotificationSettings.Security;
import io.threatlockdown.ops.notify.NotificationSettings.Webhook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads {@code notifications { }} of a file. */
class NotificationKeysTest {
  private final List<Problem> problems = new ArrayList<>();

  @TempDir Path directory;

  @Test
  void read_nothing_tellsNobody() throws IOException {
    NotificationSettings settings = read("");

    assertThat(problems).isEmpty();
    assertThat(settings)
        .isEqualTo(
            new NotificationSettings(
                EnumSet.of(
                    Kind.FAILED,
                    Kind.RELEASED,
                    Kind.UNDO_FAILED,
                    Kind.GIVEN_UP,
                    Kind.GUARDED,
                    Kind.OVER_BUDGET,
                    Kind.UNREACHABLE,
                    Kind.DRIFTED,
                    Kind.FOREIGN,
                    Kind.RESTORE_FAILED),
                OptionalInt.of(12),
                true,
                new Limits(10, 200, 10, Duration.ofSeconds(10)),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void read_everyKey_isMapped() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "x");

    NotificationSettings settings =
        read(
            """
            outcomes = [verified, expired], alert-level = 0, health = false
            per-minute = 2, queue-max = 3, tries-max = 4, time-limit = 5s
            webhook {
              url = "https://hooks.example.com/x", url-file = "%1$s", format = slack
              token-file = "%1$s", tls-issuers = "%1$s"
            }
            mail {
              server = mail.example.com, port = 465, security = tls, user = tld
              password-file = "%1$s", tls-issuers = "%1$s"
              from = "tld@example.com", to = ["a@example.com", "b@example.com"]
            }
            """
                .formatted(secret));

    assertThat(problems).isEmpty();
    Optional<Path> file = Optional.of(secret);
    assertThat(settings)
        .isEqualTo(
            new NotificationSettings(
                Set.of(Kind.VERIFIED, Kind.EXPIRED),
                OptionalInt.empty(),
                false,
                new Limits(2, 3, 4, Duration.ofSeconds(5)),
                Optional.of(
                    new Webhook(
                        Optional.of(URI.create("https://hooks.example.com/x")),
                        file,
                        Format.SLACK,
                        file,
                        file)),
                Optional.of(
                    new Mail(
                        "mail.example.com",
                        465,
                        Security.TLS,
                        "tld",
                        file,
                        file,
                        "tld@example.com",
                        List.of("a@example.com", "b@example.com")))));
    assertThat(settings.toString()).doesNotContain("hooks.example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          webhook.urll = x! unknown key threatlockdown.notifications.webhook.urll; allowed: format,
          outcomes = [nonsense]! allowed: a list of [verified, applied,
          alert-level = 17! allowed: a whole number from 0 to 16
          per-minute = 0! allowed: a whole number from 1
          time-limit = 0s! allowed: a positive duration
          webhook.url = "http://hooks.example.com/"! allowed: https://HOST/
          webhook.format = xml! allowed: one of json, slack
          webhook.token-file = /nowhere/token, webhook.url = "https://a/"! a file that can be read
          mail { server = localhost, from = "a@b" }! mail.to is null; allowed: a list of mail
          mail { server = localhost, from = "a@b\\r\\nBcc: x@y", to = ["c@d"] }! mail.from is
          mail { server = localhost, from = "a@b", to = ["c@d, e@f"] }! mail.to is
          mail { server = mail.example.com, security = off, from = "a@b", to = ["c@d"] }! off only if
          """)
  void read_wrongValue_isFatalWithWhatIsAllowed(String key, String text) throws IOException {
    NotificationSettings unused = read(key);

    assertThat(problems).singleElement().asString().contains(": fatal: ").contains(text);
  }

  private NotificationSettings read(String keys) throws IOException {
    Host host = TemporaryHost.in(directory);
    Files.writeString(host.conf(), "threatlockdown.notifications {\n" + keys + "\n}\n");
    return new SettingsReader(Flags.NONE, host, problems::add).read().notifications();
  }
}
