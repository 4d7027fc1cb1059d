package io.threatlockdown.ops.notify;

import io.threatlockdown.ops.notify.NotificationSettings.Mail;
import io.threatlockdown.ops.notify.NotificationSettings.Security;
import io.threatlockdown.persistence.SecretFile;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages by SMTP, each over a connection of its own, in plain text. Nothing of a message
 * becomes a header but its subject, which is one line, encoded. The password is read at each try.
 * What the server refuses for good (5xx) is lost, all else is tried again.
 */
final class MailChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(MailChannel.class);
  private static final String UTF_8 = StandardCharsets.UTF_8.name();
  private static final String NOT_A_HOST_NAME = "[^A-Za-z0-9.-]";

  private final Mail settings;
  private final Clock clock;
  private final Session session;

  /**
   * @param timeLimit of connecting, and of each answer
   * @param host how this host calls itself
   * @throws IOException if the issuers cannot be read
   */
  MailChannel(Mail settings, Duration timeLimit, String host, Clock clock) throws IOException {
    this.settings = settings;
    this.clock = clock;
    Properties properties = new Properties();
    String millis = Long.toString(Math.max(1, timeLimit.toMillis()));
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.writetimeout", millis);
    properties.put("mail.smtp.localhost", host.replaceAll(NOT_A_HOST_NAME, "-"));
    properties.put("mail.smtp.auth", Boolean.toString(!settings.user().isEmpty()));
    properties.put("mail.smtp.sendpartial", "true");
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
    properties.put(
        "mail.smtp.starttls.enable", Boolean.toString(settings.security() == Security.STARTTLS));
    properties.put(
        "mail.smtp.starttls.required", Boolean.toString(settings.security() == Security.STARTTLS));
    properties.put("mail.smtp.ssl.enable", Boolean.toString(settings.security() == Security.TLS));
    properties.put("mail.from", settings.from()); // Else the library looks up this host's name.
    if (settings.issuers().isPresent()) {
      properties.put(
          "mail.smtp.ssl.socketFactory",
          TrustedIssuers.of(settings.issuers().get()).getSocketFactory());
    }
    session = Session.getInstance(properties);
  }

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public void send(Message message) throws UndeliveredException {
    try (Transport transport = session.getTransport("smtp")) {
      MimeMessage mail = mail(message);
      boolean asked = settings.user().isEmpty();
      transport.connect(
          settings.server(),
          settings.port(),
          asked ? null : settings.user(),
          asked ? null : password());
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (SendFailedException refused) {
      judge(refused);
    } catch (MessagingException failure) {
      throw isForGood(failure)
          ? UndeliveredException.forGood(reason(failure))
          : UndeliveredException.forNow(reason(failure));
    }
  }

  private MimeMessage mail(Message message) throws MessagingException {
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom(new InternetAddress(settings.from(), true));
    for (String to : settings.to()) {
      mail.addRecipient(RecipientType.TO, new InternetAddress(to, true));
    }
    mail.setSubject(message.subject(), UTF_8);
    mail.setSentDate(Date.from(clock.instant()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setText(body(message), UTF_8);
    mail.saveChanges();
    return mail;
  }

  private static String body(Message message) {
    StringBuilder body = new StringBuilder(message.subject()).append("\r\n");
    message.lines().forEach(line -> body.append(line).append("\r\n"));
    return body.append("\r\n").append(message.json()).append("\r\n").toString();
  }

  private String password() throws UndeliveredException {
    Optional<Path> file = settings.passwordFile();
    if (file.isEmpty()) {
      return "";
    }
    try {
      return SecretFile.firstLine(file.get());
    } catch (IOException unusable) {
      throw UndeliveredException.forNow(String.valueOf(unusable.getMessage()));
    }
  }

  /** If some recipients have it, it is sent; trying again would send it to them twice. */
  private static void judge(SendFailedException refused) throws UndeliveredException {
    Address[] sent = refused.getValidSentAddresses();
    if (sent == null || sent.length == 0) {
      throw isForGood(refused)
          ? UndeliveredException.forGood(reason(refused))
          : UndeliveredException.forNow(reason(refused));
    }
    LOG.warn("Mail was refused for some recipients: {}", reason(refused));
  }

  private static boolean isForGood(MessagingException failure) {
    for (Exception next = failure; next != null; next = next(next)) {
      if (replyCode(next) / 100 == 5) {
        return true;
      }
    }
    return false;
  }

  /** Returns the server's code to a mail, its sender or a recipient; 0 if it is none of those. */
  private static int replyCode(Exception failure) {
    if (failure instanceof SMTPSendFailedException mail) {
      return mail.getReturnCode();
    } else if (failure instanceof SMTPAddressFailedException recipient) {
      return recipient.getReturnCode();
    } else if (failure instanceof SMTPSenderFailedException sender) {
      return sender.getReturnCode();
    }
    return 0;
  }

  private static String reason(MessagingException failure) {
    StringBuilder reason = new StringBuilder(failure.getClass().getSimpleName());
    for (Exception next = failure; next != null; next = next(next)) {
      reason.append(": ").append(next.getMessage());
    }
    return reason.toString().replaceAll("\\s+", " ").strip();
  }

  private static @Nullable Exception next(Exception failure) {
    return failure instanceof MessagingException messaging ? messaging.getNextException() : null;
  }
}
