package io.threatlockdown.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The auth.log of a host under attack, made up from a fixed seed: of 100 lines 72 are sshd's about
 * attackers, 8 about users, 10 PAM's and cron's, 6 sudo's, 4 systemd's. Addresses are of
 * 198.18.0.0/15, each as often as any other.
 */
final class SshdCorpus {
  private static final long SEED = 20_261_124;
  private static final int LINES_PER_SECOND = 50;
  private static final int DAY_SECONDS = 86_400;
  private static final String[] GHOSTS = {
    "admin", "test", "oracle", "git", "postgres", "ubuntu", "user", "ftpuser", "pi", "deploy"
  };
  private static final String[] USERS = {"ada", "grace", "alan", "edsger"};

  private final Random random = new Random(SEED);
  private final int addresses;

  private SshdCorpus(int addresses) {
    this.addresses = addresses;
  }

  /** Returns so many lines about so many addresses; the same ones each time. */
  static List<String> lines(int count, int addresses) {
    SshdCorpus corpus = new SshdCorpus(addresses);
    List<String> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lines.add(corpus.line(i / LINES_PER_SECOND % DAY_SECONDS));
    }
    return lines;
  }

  private String line(int second) {
    String header =
        String.format(
            Locale.ROOT,
            "Nov 24 %02d:%02d:%02d bastion ",
            second / 3600,
            second / 60 % 60,
            second % 60);
    int kind = random.nextInt(100);
    if (kind < 72) {
      return header + "sshd[" + pid() + "]: " + attacker(kind);
    }
    return header + (kind < 80 ? "sshd[" + pid() + "]: " + user(kind) : other(kind));
  }

  private String attacker(int kind) {
    String from = " from " + address() + " port " + port();
    String at = " " + address() + " port " + port();
    if (kind < 20) {
      return "Invalid user " + pick(GHOSTS) + from;
    }
    if (kind < 38) {
      return "Failed password for invalid user " + pick(GHOSTS) + from + " ssh2";
    }
    if (kind < 50) {
      return "Failed password for root" + from + " ssh2";
    }
    if (kind < 58) {
      return "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost="
          + address()
          + "  user=root";
    }
    if (kind < 64) {
      return "Connection closed by invalid user " + pick(GHOSTS) + at + " [preauth]";
    }
    if (kind < 68) {
      return "Received disconnect" + from + ":11: Bye Bye [preauth]";
    }
    return kind < 70
        ? "Disconnected from authenticating user root" + at + " [preauth]"
        : "Connection closed by" + at + " [preauth]";
  }

  private String user(int kind) {
    String user = pick(USERS);
    if (kind < 75) {
      String key = Long.toString(random.nextLong() >>> 1, 36);
      String from = " from " + address() + " port " + port();
      return "Accepted publickey for " + user + from + " ssh2: ED25519 SHA256:" + key;
    }
    String state = kind < 78 ? "opened for user " : "closed for user ";
    return "pam_unix(sshd:session): session " + state + user + (kind < 78 ? " by (uid=0)" : "");
  }

  private String other(int kind) {
    if (kind < 84) {
      return "CRON[" + pid() + "]: pam_unix(cron:session): session opened for user root by (uid=0)";
    }
    if (kind < 88) {
      return "CRON["
          + pid()
          + "]: (root) CMD (test -x /usr/sbin/anacron || run-parts /etc/cron.hourly)";
    }
    if (kind < 90) {
      return "CRON[" + pid() + "]: pam_unix(cron:session): session closed for user root";
    }
    if (kind < 96) {
      String user = pick(USERS);
      return "sudo:   "
          + user
          + " : TTY=pts/0 ; PWD=/home/"
          + user
          + " ; USER=root ; COMMAND=/usr/bin/systemctl status sshd";
    }
    return "systemd[1]: Started Session " + pid() + " of user " + pick(USERS) + ".";
  }

  private String address() {
    int number = random.nextInt(addresses);
    return "198." + (18 + (number >> 16 & 1)) + "." + (number >> 8 & 255) + "." + (number & 255);
  }

  private int port() {
    return 1024 + random.nextInt(64_000);
  }

  private int pid() {
    return 300 + random.nextInt(30_000);
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }
}
