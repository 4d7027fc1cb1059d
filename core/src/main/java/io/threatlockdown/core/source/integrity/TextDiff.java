package io.threatlockdown.core.source.integrity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The difference of two texts in the form of diff(1) without options, which is what Wazuh's agents
 * report: {@code 2c2}, {@code < old}, {@code ---}, {@code > new}.
 */
final class TextDiff {
  /**
   * How many lines may differ before everything between the first and the last of them is told as
   * one change. Time and memory grow with the square.
   *
   * @see <a href="https://doi.org/10.1007/BF01840446">Myers, An O(ND) Difference Algorithm</a>
   */
  static final int EDITS_MAX = 512;

  /** Lines from-to of the old text become lines from-to of the new one. */
  private record Hunk(int oldFrom, int oldTo, int newFrom, int newTo) {}

  private final String[] old;
  private final String[] now;

  private TextDiff(String[] old, String[] now) {
    this.old = old;
    this.now = now;
  }

  /** Returns what differs, at most a little more than so many chars; nothing if they are equal. */
  static String of(String old, String now, int charsMax) {
    TextDiff diff = new TextDiff(lines(old), lines(now));
    StringBuilder text = new StringBuilder();
    for (Hunk hunk : diff.hunks()) {
      if (text.length() > charsMax) {
        return text.substring(0, charsMax) + ChangeLine.DIFF_CUT;
      }
      diff.write(hunk, text, charsMax);
    }
    return text.length() > charsMax
        ? text.substring(0, charsMax) + ChangeLine.DIFF_CUT
        : text.toString();
  }

  private static String[] lines(String text) {
    String[] lines = text.split("\n", -1);
    boolean endsWithNewline = lines[lines.length - 1].isEmpty();
    return endsWithNewline ? Arrays.copyOf(lines, lines.length - 1) : lines;
  }

  private List<Hunk> hunks() {
    int begin = 0;
    while (begin < old.length && begin < now.length && old[begin].equals(now[begin])) {
      begin++;
    }
    int oldEnd = old.length;
    int newEnd = now.length;
    while (oldEnd > begin && newEnd > begin && old[oldEnd - 1].equals(now[newEnd - 1])) {
      oldEnd--;
      newEnd--;
    }
    if (begin == oldEnd && begin == newEnd) {
      return List.of();
    }
    return between(begin, oldEnd, newEnd);
  }

  /* Myers' greedy search: reach[k] is how far in the old text the furthest path on diagonal k
   * came with d edits; the reaches of each d are kept to walk back from the end. */
  private List<Hunk> between(int begin, int oldEnd, int newEnd) {
    int oldLength = oldEnd - begin;
    int newLength = newEnd - begin;
    int most = Math.min(EDITS_MAX, oldLength + newLength);
    int[] reach = new int[2 * most + 3];
    int middle = most + 1;
    List<int[]> reaches = new ArrayList<>();
    for (int d = 0; d <= most; d++) {
      reaches.add(Arrays.copyOfRange(reach, middle - d - 1, middle + d + 2));
      for (int k = -d; k <= d; k += 2) {
        boolean isDown = k == -d || (k != d && reach[middle + k - 1] < reach[middle + k + 1]);
        int x = isDown ? reach[middle + k + 1] : reach[middle + k - 1] + 1;
        while (x < oldLength && x - k < newLength && old[begin + x].equals(now[begin + x - k])) {
          x++;
        }
        reach[middle + k] = x;
        if (x >= oldLength && x - k >= newLength) {
          return walkBack(reaches, begin, oldLength, newLength);
        }
      }
    }
    return List.of(new Hunk(begin, oldEnd, begin, newEnd));
  }

  private static List<Hunk> walkBack(List<int[]> reaches, int begin, int oldLength, int newLength) {
    List<Hunk> hunks = new ArrayList<>();
    int x = oldLength;
    int y = newLength;
    for (int d = reaches.size() - 1; d > 0; d--) {
      int[] reach = reaches.get(d); // of d - 1 edits, diagonal k at k + d + 1
      int k = x - y;
      boolean isDown = k == -d || (k != d && reach[k + d] < reach[k + d + 2]);
      int from = isDown ? k + 1 : k - 1;
      int oldFrom = reach[from + d + 1];
      int newFrom = oldFrom - from;
      Hunk edit =
          new Hunk(
              begin + oldFrom,
              begin + oldFrom + (isDown ? 0 : 1),
              begin + newFrom,
              begin + newFrom + (isDown ? 1 : 0));
      Hunk later = hunks.isEmpty() ? edit : hunks.get(hunks.size() - 1);
      boolean isJoined =
          !hunks.isEmpty() && later.oldFrom() == edit.oldTo() && later.newFrom() == edit.newTo();
      if (isJoined) {
        hunks.set(
            hunks.size() - 1,
            new Hunk(edit.oldFrom(), later.oldTo(), edit.newFrom(), later.newTo()));
      } else {
        hunks.add(edit);
      }
      x = oldFrom;
      y = newFrom;
    }
    Collections.reverse(hunks);
    return hunks;
  }

  private void write(Hunk hunk, StringBuilder text, int charsMax) {
    boolean removes = hunk.oldTo() > hunk.oldFrom();
    boolean adds = hunk.newTo() > hunk.newFrom();
    text.append(range(hunk.oldFrom(), hunk.oldTo()));
    text.append(removes && adds ? 'c' : removes ? 'd' : 'a');
    text.append(range(hunk.newFrom(), hunk.newTo())).append('\n');
    for (int i = hunk.oldFrom(); i < hunk.oldTo() && text.length() <= charsMax; i++) {
      text.append("< ").append(old[i]).append('\n');
    }
    if (removes && adds) {
      text.append("---\n");
    }
    for (int i = hunk.newFrom(); i < hunk.newTo() && text.length() <= charsMax; i++) {
      text.append("> ").append(now[i]).append('\n');
    }
  }

  /** Lines are counted from 1; of none the one before is named. */
  private static String range(int from, int to) {
    return to - from <= 1 ? Integer.toString(to) : (from + 1) + "," + to;
  }
}
