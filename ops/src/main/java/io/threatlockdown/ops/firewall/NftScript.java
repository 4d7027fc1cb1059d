package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.Firewall.Drop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Commands of the nft language for our table, one transaction in the making. Plain text; knows
 * nothing of a kernel.
 *
 * <p>Input and forward hooks run before every other chain ({@value #PRIORITY}) and jump to the one
 * chain that drops, so that a packet is counted once, in the rule of the set that held its source.
 */
final class NftScript {
  /** Before connection tracking's helpers, mangling and every filter; the priority called raw. */
  static final int PRIORITY = -300;

  /*
   * The kernel counts in ticks, and cuts off what is less: without this a block could end a tick
   * early. 10 ms is a tick of the slowest kernels (HZ=100).
   */
  private static final Duration TICK = Duration.ofMillis(10);

  /** nft and the kernel refuse times far beyond this; the element is ended by us long before. */
  private static final Duration TIMEOUT_MAX = Duration.ofDays(36_500);

  private final String table;
  private final boolean counting;
  private final StringBuilder text = new StringBuilder(512);

  NftScript(String table) {
    this(table, false);
  }

  /**
   * @param counting whether elements count what they drop; kernels before 5.7 refuse such sets
   */
  NftScript(String table, boolean counting) {
    this.table = "inet " + table;
    this.counting = counting;
  }

  /** Removes the table and all it holds, whether it is there or not. */
  NftScript removeTable() {
    text.append("add table ").append(table).append("\ndelete table ").append(table).append('\n');
    return this;
  }

  /**
   * Makes table, chains and the sets be there. What other sets hold stays, but is not looked at.
   */
  NftScript prepare(Collection<DropSet> sets) {
    text.append("add table ").append(table).append('\n');
    text.append("add chain ").append(table).append(" blocked\n");
    text.append("flush chain ").append(table).append(" blocked\n");
    for (String hook : List.of("input", "forward")) {
      text.append("add chain ").append(table).append(' ').append(hook);
      text.append(" { type filter hook ").append(hook).append(" priority ").append(PRIORITY);
      text.append("; policy accept; }\n");
      text.append("flush chain ").append(table).append(' ').append(hook).append('\n');
      text.append("add rule ").append(table).append(' ').append(hook).append(" jump blocked\n");
    }
    return addSets(sets);
  }

  /** Adds sets, and the rules that look at them. They must not be there. */
  NftScript addSets(Collection<DropSet> sets) {
    for (DropSet set : sets) {
      text.append("add set ").append(table).append(' ').append(set.name());
      text.append(" { type ")
          .append(set.type())
          .append("; flags timeout;")
          .append(counting ? " counter; }\n" : " }\n");
      text.append("add rule ").append(table).append(" blocked ").append(set.key());
      text.append(" @").append(set.name()).append(" counter drop\n");
    }
    return this;
  }

  /**
   * Adds drops that are not there. Those that have ended by now are left out.
   *
   * @param before what was dropped of them before, to count on from there
   */
  NftScript add(Collection<Drop> drops, Map<AddressPrefix, Dropped> before, Instant now) {
    return drops("add", drops, before, now);
  }

  /** The same; fails with "exists", and does nothing, if one of them is there. */
  NftScript create(Collection<Drop> drops, Instant now) {
    return drops("create", drops, Map.of(), now);
  }

  private NftScript drops(
      String verb, Collection<Drop> drops, Map<AddressPrefix, Dropped> before, Instant now) {
    Map<DropSet, List<String>> elements = new LinkedHashMap<>();
    for (Drop drop : drops) {
      Optional<String> timeout = timeout(drop.expiresAt(), now);
      if (timeout.isPresent()) {
        elements
            .computeIfAbsent(DropSet.of(drop.target()), set -> new ArrayList<>())
            .add(drop.target().base() + counter(before.get(drop.target())) + timeout.get());
      }
    }
    elements.forEach((set, ofSet) -> elements(verb, set, ofSet));
    return this;
  }

  /**
   * Removes drops, whether they are there or not. Deleting what is absent is an error before nft
   * 1.0.7, and the kernel may end an element at any time, so each is added first: in one
   * transaction no packet sees that.
   */
  NftScript remove(Collection<AddressPrefix> targets) {
    Map<DropSet, List<String>> elements = new LinkedHashMap<>();
    for (AddressPrefix target : targets) {
      elements
          .computeIfAbsent(DropSet.of(target), set -> new ArrayList<>())
          .add(target.base().toString());
    }
    elements.forEach(
        (set, ofSet) -> {
          elements("add", set, ofSet);
          elements("delete", set, ofSet);
        });
    return this;
  }

  /** Fails with "exists" if the table is as it should be, with "missing" if it is not there. */
  NftScript createChain() {
    text.append("create chain ").append(table).append(" blocked\n");
    return this;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** One element a line, because an error message repeats the whole line. */
  private void elements(String verb, DropSet set, List<String> elements) {
    text.append(verb).append(" element ").append(table).append(' ').append(set.name());
    text.append(" {\n");
    for (String element : elements) {
      text.append(element).append(",\n");
    }
    text.setLength(text.length() - 2);
    text.append("\n}\n");
  }

  private static String counter(@Nullable Dropped before) {
    return before == null || before.packets() == 0
        ? ""
        : " counter packets " + before.packets() + " bytes " + before.bytes();
  }

  /** Returns the words for the time that is left; empty if there is none. */
  static Optional<String> timeout(Optional<Instant> expiresAt, Instant now) {
    if (expiresAt.isEmpty()) {
      return Optional.of("");
    }
    Instant end = expiresAt.get();
    if (!end.isAfter(now)) {
      return Optional.empty();
    }
    Instant furthest = now.plus(TIMEOUT_MAX);
    Duration left = Duration.between(now, end.isAfter(furthest) ? furthest : end).plus(TICK);
    // Split, because nft refuses a number of more than eight digits.
    return Optional.of(
        " timeout "
            + left.toDays()
            + "d"
            + left.toHoursPart()
            + "h"
            + left.toMinutesPart()
            + "m"
            + left.toSecondsPart()
            + "s"
            + left.toMillisPart()
            + "ms");
  }
}
