package io.threatlockdown.ops.firewall;

import io.threatlockdown.core.event.SourceAddress;
import io.threatlockdown.ops.firewall.Nft.Answer;
import io.threatlockdown.ops.firewall.Nft.Outcome;
import io.threatlockdown.ops.netlink.NetlinkException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What sources may do, in a table beside that of the drops: replacing all drops is to remove their
 * table, which would forget these. Owned by the firewall's thread.
 *
 * <p>Each element of a set has a limit of its own (Linux 5.7), which the kernel asks when a
 * packet's source is found there. Chains and rules are written again with each change, in its
 * transaction.
 */
final class NftLimits {
  private static final String SUFFIX = "_limits";

  /** What an element without a limit of its own would get; there is none. */
  private static final String ANY_LIMIT = "limit rate over 1/second burst 1 packets";

  private static final int KEY_PART_BYTES = 4;

  private final Nft nft;
  private final String name;
  private final String table;

  NftLimits(Nft nft, String dropTable) {
    this.nft = nft;
    this.name = tableBeside(dropTable);
    this.table = "inet " + name;
  }

  /** Returns the name of the table of limits, given that of the drops. */
  static String tableBeside(String dropTable) {
    return dropTable + SUFFIX;
  }

  /** Carries out the change in one transaction, and reads it back. */
  Answer carryOut(LimitChange change, Instant now) {
    if (change.lifted()) {
      return change.limits().isEmpty() ? nft.run(removeTable()) : lift(change.limits());
    }
    Optional<String> timeout = NftScript.timeout(change.until(), now);
    if (timeout.isEmpty()) {
      return lift(change.limits());
    }
    StringBuilder script = prepare();
    for (SourceLimit limit : change.limits()) {
      remove(script, limit);
      element(script, "add", limit, rate(limit) + timeout.get());
    }
    Answer answer = nft.run(script.toString());
    return answer.isDone() ? readBack(change.limits(), true) : answer;
  }

  private Answer lift(List<SourceLimit> limits) {
    List<SourceLimit> held = limits.stream().filter(this::isHeld).toList();
    if (held.isEmpty()) {
      return Answer.DONE;
    }
    StringBuilder script = prepare();
    held.forEach(limit -> remove(script, limit));
    Answer answer = nft.run(script.toString());
    return answer.isDone() ? readBack(held, false) : answer;
  }

  private Answer readBack(List<SourceLimit> limits, boolean wanted) {
    try {
      List<SourceLimit> wrong = limits.stream().filter(limit -> isHeld(limit) != wanted).toList();
      return wrong.isEmpty()
          ? Answer.DONE
          : new Answer(
              Outcome.FAILED, (wanted ? "not" : "still") + " there when read back: " + wrong);
    } catch (NetlinkException refused) {
      return new Answer(Outcome.FAILED, "not read back: " + refused.getMessage());
    }
  }

  private boolean isHeld(SourceLimit limit) {
    return nft.holds(name, set(limit), key(limit));
  }

  private String removeTable() {
    return "add table " + table + "\ndelete table " + table + "\n";
  }

  private StringBuilder prepare() {
    StringBuilder script = new StringBuilder(2_048).append("add table ").append(table);
    for (String family : List.of("4", "6")) {
      String type = " { type ipv" + family + "_addr";
      String limited = type + "; flags timeout; " + ANY_LIMIT + "; }";
      script.append("\nadd set ").append(table).append(" throttled").append(family).append(limited);
      script.append("\nadd set ").append(table).append(" slowed").append(family).append(limited);
      script.append("\nadd set ").append(table).append(" ports").append(family);
      script.append(type).append(" . inet_proto . inet_service; flags timeout; }");
    }
    chain(script, "limited", "");
    for (String hook : List.of("input", "forward")) {
      // Behind the drops, so that what is dropped is not counted.
      String priority = "priority " + (NftScript.PRIORITY + 1);
      chain(script, hook, " { type filter hook " + hook + ' ' + priority + "; policy accept; }");
      rule(script, hook, "jump limited");
    }
    for (String family : List.of("4", "6")) {
      String source = family.equals("4") ? "ip saddr" : "ip6 saddr";
      rule(
          script,
          "limited",
          "meta l4proto { tcp, udp, sctp } "
              + source
              + " . meta l4proto . th dport @ports"
              + family
              + " counter drop");
      rule(
          script,
          "limited",
          "tcp flags & (fin|syn|rst|ack) == syn " + source + " @slowed" + family + " counter drop");
      rule(script, "limited", source + " @throttled" + family + " counter drop");
    }
    return script.append('\n');
  }

  private void chain(StringBuilder script, String chain, String definition) {
    script.append("\nadd chain ").append(table).append(' ').append(chain).append(definition);
    script.append("\nflush chain ").append(table).append(' ').append(chain);
  }

  private void rule(StringBuilder script, String chain, String rule) {
    script.append("\nadd rule ").append(table).append(' ').append(chain).append(' ').append(rule);
  }

  /** It is added first, for deleting what is not there is an error; no packet sees that. */
  private void remove(StringBuilder script, SourceLimit limit) {
    element(script, "add", limit, rate(limit));
    element(script, "delete", limit, "");
  }

  private void element(StringBuilder script, String verb, SourceLimit limit, String rest) {
    script.append(verb).append(" element ").append(table).append(' ').append(set(limit));
    script.append(" { ").append(limit.source());
    if (limit instanceof SourceLimit.Port port) {
      script.append(" . ").append(word(port.protocol())).append(" . ").append(port.port());
    }
    script.append(rest).append(" }\n");
  }

  private static String rate(SourceLimit limit) {
    if (limit instanceof SourceLimit.Packets packets) {
      return rate(packets.rate());
    }
    return limit instanceof SourceLimit.Connections connections ? rate(connections.rate()) : "";
  }

  private static String rate(SourceLimit.Rate rate) {
    int count = rate.count();
    return " limit rate over " + count + '/' + word(rate.unit()) + " burst " + count + " packets";
  }

  private static String set(SourceLimit limit) {
    String family = limit.source().ipv4() ? "4" : "6";
    if (limit instanceof SourceLimit.Port) {
      return "ports" + family;
    }
    return (limit instanceof SourceLimit.Packets ? "throttled" : "slowed") + family;
  }

  /** Returns the key as the kernel has it: each part in network order, filled up to four bytes. */
  private static byte[] key(SourceLimit limit) {
    SourceAddress source = limit.source();
    if (!(limit instanceof SourceLimit.Port port)) {
      return source.bytes();
    }
    return ByteBuffer.allocate(source.bytes().length + 2 * KEY_PART_BYTES)
        .put(source.bytes())
        .put(number(port.protocol()))
        .put(new byte[KEY_PART_BYTES - 1])
        .putShort((short) port.port())
        .array();
  }

  private static byte number(SourceLimit.Protocol protocol) {
    return switch (protocol) {
      case TCP -> 6;
      case UDP -> 17;
      case SCTP -> (byte) 132;
    };
  }

  private static String word(Enum<?> of) {
    return of.name().toLowerCase(Locale.ROOT);
  }
}
