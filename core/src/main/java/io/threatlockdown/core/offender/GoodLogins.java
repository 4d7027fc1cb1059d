package io.threatlockdown.core.offender;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.event.SourceAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who logged in from where lately: an estimate of whom a block would shut out. Users are known by a
 * number made of their name. Bounded; safe for any thread.
 */
public final class GoodLogins {
  /** The most users of sources that are remembered; the one unseen for longest is forgotten. */
  public static final int ENTRIES_MAX = 65_536;

  /** Users are counted up to so many. */
  public static final int COUNTED_MAX = 1_000;

  /**
   * That somebody logged in.
   *
   * @param user a number made of the name
   * @param at when last, in seconds since 1970
   */
  public record Entry(SourceAddress source, long user, long at) {
    /** Returns it as a line of text. */
    @Override
    public String toString() {
      return at + " " + Long.toHexString(user) + " " + source;
    }

    /** Returns the entry of such a line; empty if it is none. */
    public static Optional<Entry> parse(String line) {
      String[] parts = line.split(" ", -1);
      if (parts.length != 3) {
        return Optional.empty();
      }
      try {
        long at = Long.parseLong(parts[0]);
        long user = Long.parseUnsignedLong(parts[1], 16);
        return SourceAddress.parse(parts[2]).map(source -> new Entry(source, user, at));
      } catch (NumberFormatException noEntry) {
        return Optional.empty();
      }
    }
  }

  private record Pair(SourceAddress source, long user) {
    static final Comparator<Pair> ORDER =
        Comparator.comparing(Pair::source).thenComparingLong(Pair::user);
  }

  private final Duration window;
  private final Map<Pair, Long> seen = new LinkedHashMap<>(); // The one seen last is the last.
  private final NavigableSet<Pair> sorted = new TreeSet<>(Pair.ORDER);
  private long changes;

  /**
   * @param window how long a login counts
   */
  public GoodLogins(Duration window) {
    this.window = window;
  }

  /** Returns how long a login counts. */
  public Duration window() {
    return window;
  }

  /** Notes that a user logged in. */
  public void note(SourceAddress source, String user, Instant at) {
    note(new Entry(source, number(user), at.getEpochSecond()));
  }

  /** Notes a login that was noted before the last stop, or by somebody else. */
  public synchronized void note(Entry entry) {
    Pair pair = new Pair(entry.source(), entry.user());
    seen.remove(pair);
    seen.put(pair, entry.at());
    sorted.add(pair);
    changes++;
    forget(entry.at());
  }

  /** Returns how many users logged in from there within the window, at most so many as counted. */
  public synchronized int from(AddressPrefix target, Instant now) {
    long horizon = now.minus(window).getEpochSecond();
    Set<Long> users = new HashSet<>();
    for (Pair pair : sorted.tailSet(new Pair(target.base(), Long.MIN_VALUE), true)) {
      if (!target.contains(pair.source()) || users.size() == COUNTED_MAX) {
        break;
      }
      if (seen.getOrDefault(pair, Long.MIN_VALUE) >= horizon) {
        users.add(pair.user());
      }
    }
    return users.size();
  }

  /** Returns a number that grows with each change. */
  public synchronized long changes() {
    return changes;
  }

  /** Returns all that is remembered, the oldest first. */
  public synchronized List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(seen.size());
    seen.forEach((pair, at) -> entries.add(new Entry(pair.source(), pair.user(), at)));
    return entries;
  }

  private void forget(long now) {
    long horizon = now - window.toSeconds();
    Iterator<Map.Entry<Pair, Long>> oldestFirst = seen.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<Pair, Long> oldest = oldestFirst.next();
      if (seen.size() <= ENTRIES_MAX && oldest.getValue() >= horizon) {
        return;
      }
      sorted.remove(oldest.getKey());
      oldestFirst.remove();
    }
  }

  /** FNV-1a of 64 bits: the same at the next start, which a hash of Java's need not be. */
  private static long number(String user) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < user.length(); i++) {
      hash = (hash ^ user.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
