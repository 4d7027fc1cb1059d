package io.threatlockdown.core.engine;

import java.util.Optional;

/** What a source delivered lately, tick by tick ({@link Watch#TICK}). Owned by one thread. */
final class SourceHistory {
  /** How far back it looks whether a source is quiet: half an hour. */
  static final int TICKS = 180;

  /** In how many ticks of those a source had lines before its silence means anything. */
  static final int BUSY_TICKS = 30;

  /** A silence of so many ticks, or so many times the longest before, is one too much. */
  static final int QUIET_FACTOR = 3;

  /** How far back it counts lines of login daemons: ten minutes, for where they are few. */
  static final int LOGIN_TICKS = 60;

  /** A minute, for where they are many: a change shows at once. */
  static final int LATE_LOGIN_TICKS = 6;

  /** The fewest lines that are not understood, and then the share of all that is too much. */
  static final int UNKNOWN_MIN = 3;

  private static final int UNKNOWN_SHARE_PERCENT = 50;

  private final boolean[] heard = new boolean[TICKS];
  private final int[] logins = new int[LOGIN_TICKS];
  private final int[] unknown = new int[LOGIN_TICKS];
  private int now = 0;
  private long ticks = 0;

  /** Counts a delivery of lines. */
  void add(int loginLines, int unknownLines) {
    heard[now % TICKS] = true;
    logins[now % LOGIN_TICKS] += loginLines;
    unknown[now % LOGIN_TICKS] += unknownLines;
  }

  /** Begins the next tick. */
  void tick() {
    ticks++;
    now = (int) (ticks % ((long) TICKS * LOGIN_TICKS));
    heard[now % TICKS] = false;
    logins[now % LOGIN_TICKS] = 0;
    unknown[now % LOGIN_TICKS] = 0;
  }

  /** Says how large the share of lines is that no one understands, if it is too large. */
  Optional<String> unknownShare() {
    return unknownShare(LATE_LOGIN_TICKS).or(() -> unknownShare(LOGIN_TICKS));
  }

  private Optional<String> unknownShare(int span) {
    long all = sum(logins, span);
    long lost = sum(unknown, span);
    return lost >= UNKNOWN_MIN && lost * 100 >= all * UNKNOWN_SHARE_PERCENT
        ? Optional.of("has lines about logins that no decoder or rule understands")
        : Optional.empty();
  }

  /** Says for how long the source is quiet, if that is too long for one so busy. */
  Optional<String> quiet() {
    int busy = 0;
    int silence = 0;
    int longest = 0;
    boolean began = false;
    for (int ago = TICKS - 1; ago >= 0; ago--) {
      if (heard[Math.floorMod(now - ago, TICKS)]) {
        busy++;
        longest = began ? Math.max(longest, silence) : longest;
        began = true;
        silence = 0;
      } else {
        silence++;
      }
    }
    int tooLong = QUIET_FACTOR * Math.max(1, longest);
    return busy >= BUSY_TICKS && silence >= tooLong
        ? Optional.of("was busy and went quiet")
        : Optional.empty();
  }

  private long sum(int[] counts, int span) {
    long sum = 0;
    for (int ago = 0; ago < span; ago++) {
      sum += counts[Math.floorMod(now - ago, LOGIN_TICKS)];
    }
    return sum;
  }
}
