package io.threatlockdown.ops.config;

import io.threatlockdown.core.response.Outcome;
import io.threatlockdown.ops.notify.NotificationSettings;
import io.threatlockdown.ops.notify.NotificationSettings.Format;
import io.threatlockdown.ops.notify.NotificationSettings.Mail;
import io.threatlockdown.ops.notify.NotificationSettings.Security;
import io.threatlockdown.ops.notify.NotificationSettings.Webhook;
import io.threatlockdown.ops.notify.WebhookUrl;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the keys of {@code notifications { }}: what is told, and to whom. */
final class NotificationKeys {
  private static final String ROOT = "notifications.";
  private static final int LEVEL_NONE = 0;
  private static final int LEVEL_MAX = 16;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  /** Neither blanks nor what ends a header. */
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}");

  private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9._:-]+");

  private final KeyReader keys;

  NotificationKeys(KeyReader keys) {
    this.keys = keys;
  }

  NotificationSettings read() {
    int level = keys.number(ROOT + "alert-level", LEVEL_NONE, LEVEL_MAX);
    return new NotificationSettings(
        outcomes(),
        level == LEVEL_NONE ? OptionalInt.empty() : OptionalInt.of(level),
        keys.truth(ROOT + "health"),
        new NotificationSettings.Limits(
            keys.number(ROOT + "per-minute", 1, 1_000),
            keys.number(ROOT + "queue-max", 1, 10_000),
            keys.number(ROOT + "tries-max", 1, 100),
            keys.duration(ROOT + "time-limit")),
        webhook(),
        mail());
  }

  private Set<Outcome.Kind> outcomes() {
    Set<Outcome.Kind> kinds = EnumSet.noneOf(Outcome.Kind.class);
    for (String word : keys.texts(ROOT + "outcomes")) {
      Optional<Outcome.Kind> kind =
          Arrays.stream(Outcome.Kind.values()).filter(each -> each.word().equals(word)).findFirst();
      if (kind.isEmpty()) {
        keys.wrong(
            ROOT + "outcomes",
            "a list of " + Arrays.stream(Outcome.Kind.values()).map(Outcome.Kind::word).toList());
        return kinds;
      }
      kinds.add(kind.get());
    }
    return kinds;
  }

  private Optional<Webhook> webhook() {
    String section = ROOT + "webhook.";
    String text = keys.text(section + "url");
    Format format = keys.word(section + "format", Format.class);
    Optional<Path> urlFile = file(section + "url-file");
    Optional<Path> tokenFile = file(section + "token-file");
    Optional<Path> issuers = file(section + "tls-issuers");
    if (text.isEmpty() && urlFile.isEmpty()) {
      return Optional.empty();
    }
    Optional<URI> url = WebhookUrl.parse(text);
    if (!text.isEmpty() && url.isEmpty()) {
      keys.wrong(section + "url", WebhookUrl.ALLOWED);
      return Optional.empty();
    }
    return Optional.of(new Webhook(url, urlFile, format, tokenFile, issuers));
  }

  private Optional<Mail> mail() {
    String section = ROOT + "mail.";
    String server = keys.text(section + "server");
    int port = keys.number(section + "port", 1, 65_535);
    Security security = keys.word(section + "security", Security.class);
    Optional<Path> passwordFile = file(section + "password-file");
    Optional<Path> issuers = file(section + "tls-issuers");
    if (server.isEmpty()) {
      return Optional.empty();
    }
    if (!SERVER.matcher(server).matches()) {
      keys.wrong(section + "server", "a host name or an address, or empty for no mail");
    }
    if (security == Security.OFF && !LOOPBACK.contains(server)) {
      keys.wrong(section + "security", "starttls, tls; off only if server is localhost or ::1");
    }
    List<String> to = keys.texts(section + "to");
    if (to.isEmpty() || !to.stream().allMatch(each -> ADDRESS.matcher(each).matches())) {
      keys.wrong(section + "to", "a list of mail addresses such as [\"ops@example.com\"]");
    }
    String from = keys.text(section + "from");
    if (!ADDRESS.matcher(from).matches()) {
      keys.wrong(section + "from", "a mail address such as threatlockdown@example.com");
    }
    return Optional.of(
        new Mail(
            server, port, security, keys.text(section + "user"), passwordFile, issuers, from, to));
  }

  private Optional<Path> file(String key) {
    Optional<Path> file = Optional.of(keys.text(key)).filter(text -> !text.isEmpty()).map(Path::of);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      keys.wrong(key, "a file that can be read, or empty");
    }
    return file.map(Path::toAbsolutePath);
  }
}
