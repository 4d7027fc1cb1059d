package io.threatlockdown.ops.firewall;

import java.util.regex.Pattern;

/**
 * How packets are dropped.
 *
 * @param way which firewall is used
 * @param table name of the nftables table of family inet that is ours alone; everything in it is
 *     replaced. A letter, then letters, digits and underscores, at most 64
 * @param endConnections whether this host's TCP connections with a source end when it is dropped
 */
public record FirewallSettings(Way way, String table, boolean endConnections) {
  private static final Pattern TABLE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

  /** The table unless configured otherwise. */
  public static final String DEFAULT_TABLE = "threatlockdown";

  /** The best firewall there is, in the table {@value #DEFAULT_TABLE}. */
  public static final FirewallSettings DEFAULT =
      new FirewallSettings(Way.BEST, DEFAULT_TABLE, true);

  public FirewallSettings {
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException(
          "table must be a letter, then letters, digits and underscores, at most 64: was " + table);
    }
  }

  /** The firewalls to choose from. Lower-cased these are the words of the configuration. */
  public enum Way {
    /** The library, else the program, else observing. */
    BEST,
    /** libnftables in this process. */
    LIBRARY,
    /** The {@code nft} program, started for every change. */
    PROGRAM,
    /** Drops nothing and says so. */
    OBSERVE
  }
}
