package io.threatlockdown.ops.notify;

import io.threatlockdown.core.response.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is told, to whom, and how often.
 *
 * @param outcomes which outcomes are told
 * @param alertLevel the lowest level of alerts that are told; empty: none
 * @param health whether it is told that a part of the service does not do as it should
 * @param webhook empty: none
 * @param mail empty: none
 */
public record NotificationSettings(
    Set<Outcome.Kind> outcomes,
    OptionalInt alertLevel,
    boolean health,
    Limits limits,
    Optional<Webhook> webhook,
    Optional<Mail> mail) {

  public NotificationSettings {
    outcomes = Set.copyOf(outcomes);
  }

  /**
   * The limits of each channel.
   *
   * @param perMinute how many messages go out in a minute; what comes beyond is told as one
   * @param queueMax how many messages wait; further ones are lost and counted
   * @param triesMax how often a message is tried; then it is lost and counted
   * @param timeLimit how long one try may take; of mail each step of it
   */
  public record Limits(int perMinute, int queueMax, int triesMax, Duration timeLimit) {
    public Limits {
      if (perMinute < 1 || queueMax < 1 || triesMax < 1 || timeLimit.isNegative()) {
        throw new IllegalArgumentException("limits must be positive: were " + perMinute);
      }
    }
  }

  /** The form of a webhook's body. */
  public enum Format {
    /** An object of ours with all that is known. */
    JSON,
    /** {@code {"text": …}}, which Slack and its like take. */
    SLACK
  }

  /**
   * Where messages are posted to. The address may be a secret, so it is never logged.
   *
   * @param url empty: it is the first line of {@link #urlFile}
   * @param tokenFile holds what follows {@code Authorization: Bearer}
   * @param issuers certificates that are trusted instead of those Java trusts
   */
  public record Webhook(
      Optional<URI> url,
      Optional<Path> urlFile,
      Format format,
      Optional<Path> tokenFile,
      Optional<Path> issuers) {

    /** Says no more than that there is one. */
    @Override
    public String toString() {
      return "Webhook[" + format + "]";
    }
  }

  /** How the connection to the mail server is protected. */
  public enum Security {
    /** It begins in the clear, and nothing is said before it is TLS. */
    STARTTLS,
    /** It is TLS from the beginning. */
    TLS,
    /** Not at all; only for a server on the loopback. */
    OFF
  }

  /**
   * How mail is sent.
   *
   * @param user empty: the server wants no login
   * @param passwordFile whose first line is the user's password
   * @param issuers certificates that are trusted instead of those Java trusts
   */
  public record Mail(
      String server,
      int port,
      Security security,
      String user,
      Optional<Path> passwordFile,
      Optional<Path> issuers,
      String from,
      List<String> to) {
    public Mail {
      to = List.copyOf(to);
    }
  }
}
