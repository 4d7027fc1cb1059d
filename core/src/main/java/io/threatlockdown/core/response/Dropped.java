package io.threatlockdown.core.response;

/**
 * What the firewall has dropped of a target.
 *
 * @param packets how many packets
 * @param bytes how many bytes they had
 */
public record Dropped(long packets, long bytes) {
  /** Nothing yet. */
  public static final Dropped NOTHING = new Dropped(0, 0);
}
