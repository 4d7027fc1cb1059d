package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.Firewall.Drop;
import io.threatlockdown.ops.firewall.Nft.Answer;
import io.threatlockdown.ops.firewall.Nft.Outcome;
import io.threatlockdown.ops.netlink.NetlinkException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Our table in the kernel. Owned by one thread.
 *
 * <p>Nothing is ever listed: listing a million elements takes 43 s and a gigabyte in the calling
 * process, and even {@code list tables} of nft 1.0.6 fetches all elements.
 */
final class NftTable {
  /** The most elements in one transaction, unless one list is longer. */
  static final int CHUNK_MAX = 10_000;

  /** The longest list that replaces everything in one transaction: 0.4 s. */
  static final int RELOAD_ATOMIC_MAX = 100_000;

  private static final List<DropSet> USUAL_SETS =
      List.of(DropSet.IPV4, DropSet.IPV6, DropSet.IPV6_64);

  private final Nft nft;
  private final String table;
  private final String standIn;
  private final Clock clock;
  private final Set<DropSet> sets = new LinkedHashSet<>();
  private Optional<Boolean> counting = Optional.empty();
  private boolean prepared;
  private boolean reloaded;
  private boolean lost;

  NftTable(Nft nft, String table, Clock clock) {
    this.nft = nft;
    this.table = table;
    this.standIn = table + "_reload";
    this.clock = clock;
  }

  /**
   * Replaces everything. Up to {@value #RELOAD_ATOMIC_MAX} drops are one transaction. More of them
   * are loaded in chunks, and meanwhile a second table of ours drops them too, so that nobody slips
   * through; it takes the time twice.
   */
  Answer reload(List<Drop> drops) {
    Map<AddressPrefix, Drop> byTarget = new LinkedHashMap<>();
    drops.forEach(drop -> byTarget.put(drop.target(), drop));
    List<Drop> all = List.copyOf(byTarget.values());
    Set<DropSet> wanted = new LinkedHashSet<>(USUAL_SETS);
    byTarget.keySet().forEach(target -> wanted.add(DropSet.of(target)));

    Map<AddressPrefix, Dropped> before = droppedSoFar(byTarget.keySet());

    boolean atOnce = all.size() <= RELOAD_ATOMIC_MAX;
    Answer answer = atOnce ? Answer.DONE : load(standIn, wanted, all, Map.of(), CHUNK_MAX);
    if (answer.isDone()) {
      answer = load(table, wanted, all, before, atOnce ? RELOAD_ATOMIC_MAX : CHUNK_MAX);
    }
    if (answer.isDone()) {
      answer = readBack(all);
    }
    if (answer.isDone()) {
      // Also one that an earlier process left behind when it was killed.
      answer = run(new NftScript(standIn).removeTable());
    }
    if (answer.isDone()) {
      known(wanted);
      reloaded = true;
      lost = false;
    }
    return answer;
  }

  /** Replaces a table in one transaction, with as many drops as go in a chunk; the rest follows. */
  private Answer load(
      String into,
      Set<DropSet> wanted,
      List<Drop> all,
      Map<AddressPrefix, Dropped> before,
      int chunkMax) {
    int end = Math.min(all.size(), chunkMax);
    NftScript replace = new NftScript(into, isCounting()).removeTable().prepare(wanted);
    Answer answer = run(replace.add(all.subList(0, end), before, clock.instant()));
    for (int from = end; from < all.size() && answer.isDone(); from = end) {
      end = Math.min(all.size(), from + chunkMax);
      answer = run(new NftScript(into).add(all.subList(from, end), before, clock.instant()));
    }
    return answer;
  }

  /** Carries out the changes in one transaction. */
  Answer change(Changes changes) {
    Answer answer = tryChange(changes);
    if (answer.outcome() == Outcome.MISSING && prepared) {
      // Somebody removed our table. What is asked for now is held at once, the rest by a reload.
      prepared = false;
      lost = reloaded;
      return tryChange(changes);
    }
    return answer;
  }

  /** Changes what sources may do. */
  Answer limit(LimitChange change) {
    return new NftLimits(nft, table).carryOut(change, clock.instant());
  }

  /** Returns what was dropped of each target that is dropped now. */
  Map<AddressPrefix, Dropped> dropped(List<AddressPrefix> targets) {
    return nft.read(table, targets);
  }

  /** What others put in is not ours to keep, so nothing is known of the table from now on. */
  void doubt() {
    lost = reloaded;
  }

  /** Whether the drops were lost since the last reload, by a quick look. */
  boolean isLost() {
    if (reloaded && !lost) {
      Outcome outcome = nft.run(new NftScript(table).createChain().toString()).outcome();
      if (outcome == Outcome.MISSING || outcome == Outcome.DONE) {
        prepared = false;
        lost = true;
      }
    }
    return lost;
  }

  private Answer tryChange(Changes changes) {
    Set<DropSet> wanted = new LinkedHashSet<>();
    changes.drops().forEach(drop -> wanted.add(DropSet.of(drop.target())));
    if (prepared) {
      wanted.removeAll(sets);
    } else {
      wanted.addAll(USUAL_SETS);
    }
    Answer answer = carryOut(changes, wanted);
    if (!answer.isDone()) {
      return answer;
    }
    known(wanted);
    return readBack(changes.drops());
  }

  /**
   * Most drops are new, and moving one means to delete it first, which makes the kernel wait until
   * no packet looks at the set. So moving is tried only when one is there already.
   */
  private Answer carryOut(Changes changes, Set<DropSet> newSets) {
    Instant now = clock.instant();
    if (changes.isOnlyDropsAfter(now)) {
      Answer created = run(begin(newSets).create(changes.drops(), now));
      if (created.outcome() != Outcome.EXISTS) {
        return created;
      }
    }
    List<AddressPrefix> held =
        changes.targets().stream()
            .filter(target -> newSets.contains(DropSet.of(target)) || isKnown(DropSet.of(target)))
            .toList();
    Map<AddressPrefix, Dropped> before = droppedSoFar(held);
    return run(begin(newSets).remove(held).add(changes.drops(), before, now));
  }

  /** What the kernel acknowledged and does not hold has failed, unless its time is over. */
  private Answer readBack(Collection<Drop> drops) {
    try {
      Set<AddressPrefix> held = nft.read(table, drops.stream().map(Drop::target).toList()).keySet();
      Instant now = clock.instant();
      List<AddressPrefix> missing =
          drops.stream()
              .filter(drop -> drop.expiresAt().map(end -> end.isAfter(now)).orElse(true))
              .map(Drop::target)
              .filter(target -> !held.contains(target))
              .toList();
      return missing.isEmpty()
          ? Answer.DONE
          : new Answer(
              Outcome.FAILED,
              "not there when read back: " + missing.get(0) + ", " + missing.size() + " in all");
    } catch (NetlinkException unanswered) {
      return new Answer(Outcome.FAILED, "not read back: " + unanswered.getMessage());
    }
  }

  /** Counting on is a service to the operator; a drop does not fail for it. */
  private Map<AddressPrefix, Dropped> droppedSoFar(Collection<AddressPrefix> targets) {
    try {
      return nft.read(table, targets);
    } catch (NetlinkException unanswered) {
      return Map.of();
    }
  }

  private boolean isCounting() {
    if (counting.isEmpty()) {
      NftScript probe = new NftScript(table + "_probe", true).prepare(USUAL_SETS).removeTable();
      counting = Optional.of(run(probe).isDone());
    }
    return counting.get();
  }

  private NftScript begin(Set<DropSet> newSets) {
    NftScript script = new NftScript(table, isCounting());
    return prepared ? script.addSets(newSets) : script.prepare(newSets);
  }

  private boolean isKnown(DropSet set) {
    return prepared && sets.contains(set);
  }

  private void known(Collection<DropSet> now) {
    if (!prepared) {
      sets.clear();
    }
    sets.addAll(now);
    prepared = true;
  }

  private Answer run(NftScript script) {
    return script.isEmpty() ? Answer.DONE : nft.run(script.toString());
  }

  /** What a few calls in a row come to: for each target only the last of them counts. */
  static final class Changes {
    private final Set<AddressPrefix> targets = new LinkedHashSet<>();
    private final Map<AddressPrefix, Drop> drops = new LinkedHashMap<>();

    /** Adds a call that blocks. */
    void block(List<Drop> more) {
      for (Drop drop : more) {
        targets.add(drop.target());
        drops.put(drop.target(), drop);
      }
    }

    /** Adds a call that unblocks. */
    void unblock(List<AddressPrefix> more) {
      targets.addAll(more);
      more.forEach(drops::remove);
    }

    /** Whether nothing is lifted, also not by an end that has passed. */
    private boolean isOnlyDropsAfter(Instant now) {
      return targets.size() == drops.size()
          && drops.values().stream()
              .allMatch(drop -> drop.expiresAt().map(end -> end.isAfter(now)).orElse(true));
    }

    private Set<AddressPrefix> targets() {
      return targets;
    }

    private Collection<Drop> drops() {
      return drops.values();
    }
  }
}
