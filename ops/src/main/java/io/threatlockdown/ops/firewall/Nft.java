package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.ops.netlink.Netlink;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Something that carries out commands of the nft language. Used by one thread only. */
interface Nft extends AutoCloseable {

  /**
   * Carries out the commands, one a line, as one transaction: all or none. Never throws for what
   * the kernel says.
   */
  Answer run(String script);

  /**
   * Returns what the table of family inet holds of the targets, and what was dropped of each.
   *
   * @throws io.threatlockdown.ops.netlink.NetlinkException if the kernel does not answer
   */
  Map<AddressPrefix, Dropped> read(String table, Collection<AddressPrefix> targets);

  /**
   * Whether the set of the table of family inet holds the key.
   *
   * @param key as the kernel has it, in network order
   * @throws io.threatlockdown.ops.netlink.NetlinkException if the kernel does not answer
   */
  boolean holds(String table, String set, byte[] key);

  /** Returns a socket that hears all changes, to be taken once; empty if there is none. */
  Optional<Netlink> notices();

  /** Whether the changes by this netlink port are those of our own scripts. Any thread asks. */
  boolean isOwn(int port);

  /** How often a look at the table is cheap enough. */
  Duration checkEvery();

  @Override
  void close();

  /** What became of a script. */
  enum Outcome {
    DONE,
    /** A table, chain, set or element that it names is not there. */
    MISSING,
    /** Something that it creates is there already. */
    EXISTS,
    FAILED
  }

  /**
   * The kernel's answer.
   *
   * @param text the first lines of what nft wrote
   */
  record Answer(Outcome outcome, String text) {
    private static final int TEXT_MAX = 400;

    /** Done, without words. */
    static final Answer DONE = new Answer(Outcome.DONE, "");

    public Answer {
      text = text.strip().replace('\n', ' ');
      text = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "..." : text;
    }

    /** Returns the answer of a failed script; the two texts are strerror's for the two causes. */
    static Answer failed(String text, String missing, String exists) {
      Outcome outcome =
          text.contains(missing)
              ? Outcome.MISSING
              : text.contains(exists) ? Outcome.EXISTS : Outcome.FAILED;
      return new Answer(outcome, text.isBlank() ? "nft failed without a word" : text);
    }

    boolean isDone() {
      return outcome == Outcome.DONE;
    }
  }
}
