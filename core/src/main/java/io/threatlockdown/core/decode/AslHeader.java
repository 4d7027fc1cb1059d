package io.threatlockdown.core.decode;

import java.util.Optional;

/**
 * The groups of the Apple System Log: {@code [Time …] [Facility auth] [Sender sshd] [Message …]
 * [Host mac]} (spec ruleset §1.4).
 */
final class AslHeader {
  private static final int GROUPS_START = 25;
  private static final String SENDER = "[Sender ";
  private static final String MESSAGE = "[Message ";
  private static final String HOST = "[Host ";

  private Optional<String> hostname = Optional.empty();
  private Optional<String> programName = Optional.empty();
  private String text;
  private int from = GROUPS_START;

  private AslHeader(String line) {
    text = line;
  }

  static Header read(String line) {
    AslHeader header = new AslHeader(line);
    header.readGroups(line);
    return new Header(
        Optional.empty(), header.hostname, header.programName, header.text, header.from);
  }

  private void readGroups(String line) {
    boolean messageRead = false;
    int open = line.indexOf('[', GROUPS_START);
    while (open >= 0 && hostname.isEmpty()) {
      int close = line.indexOf(']', open);
      if (close < 0) {
        return;
      }
      if (line.startsWith(SENDER, open) && programName.isEmpty()) {
        programName = Optional.of(line.substring(open + SENDER.length(), close));
      } else if (line.startsWith(MESSAGE, open) && !messageRead) {
        // What follows the message stays out of sight of every pattern.
        text = line.substring(0, close);
        from = open + MESSAGE.length();
        messageRead = true;
      } else if (line.startsWith(HOST, open)) {
        hostname = Optional.of(line.substring(open + HOST.length(), close));
      }
      open = line.indexOf('[', close);
    }
  }
}
