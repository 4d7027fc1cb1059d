package io.threatlockdown.ops.builtin;

import io.threatlockdown.core.response.BlockOrder;
import io.threatlockdown.ops.RealKernel;
import io.threatlockdown.ops.firewall.HostFirewall;
import io.threatlockdown.ops.firewall.VethPair;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The nftables of a network namespace. */
final class LimitBed implements Bed {
  private static final List<String> ADDRESSES = List.of("192.0.2.66", "2001:db8::67");
  private static final Pattern ELEMENT =
      Pattern.compile("(?:192\\.0\\.2\\.|2001:db8::)\\d+[^,}]*? timeout");

  private final Path directory;
  private final String program;
  private final String[] extraArgs;
  private final VethPair cable;
  private final HostFirewall firewall;

  LimitBed(Path directory, String program, String... extraArgs) {
    RealKernel.require();
    this.directory = directory;
    this.program = program;
    this.extraArgs = extraArgs;
    this.cable = new VethPair("tldli" + ProcessHandle.current().pid());
    this.firewall = cable.firewall();
  }

  @Override
  public BuiltIns open() {
    return new BuiltIns(Beds.needs(directory, firewall));
  }

  @Override
  public BlockOrder order(int which) {
    return BuiltInOrders.of(program, ADDRESSES.get(which), extraArgs);
  }

  @Override
  public boolean inForce(BlockOrder order) {
    return world().contains(order.key().keys().get(0) + " ");
  }

  /** All elements, without their times. */
  @Override
  public String world() {
    return ELEMENT
        .matcher(cable.nft("list", "ruleset"))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void tamper() {
    String unused = cable.nft("delete", "table", "inet", "threatlockdown_limits");
  }

  /** In a table of others. */
  @Override
  public void byHand(BlockOrder order) {
    String address = order.key().keys().get(0);
    String unused =
        cable.nft(
            "add table inet admin; add set inet admin slow { type ipv4_addr; flags timeout; };"
                + " add element inet admin slow { "
                + address
                + " timeout 1h }");
  }

  @Override
  public void close() {
    firewall.close();
    cable.close();
  }
}
